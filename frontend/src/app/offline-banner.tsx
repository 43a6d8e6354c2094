import { useEffect, useState } from "react";

/** Says that the device is offline, and that what is shown is what was loaded before. */
export function OfflineBanner() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return (
    <div role="status">
      {!online && <p className="banner">You are offline. You see what was loaded before; messages are sent later.</p>}
    </div>
  );
}
