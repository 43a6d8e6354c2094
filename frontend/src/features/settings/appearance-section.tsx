import { useMantineColorScheme } from "@mantine/core";
import { Radio } from "../../ui/kit/forms.ts";

export function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Radio.Group
      className="card"
      label="Theme"
      description="It is kept in this browser"
      value={colorScheme}
      onChange={(value) => setColorScheme(value as typeof colorScheme)}
    >
      <div className="stack tight" style={{ paddingTop: 10 }}>
        <Radio value="auto" label="As the device" />
        <Radio value="light" label="Light" />
        <Radio value="dark" label="Dark" />
      </div>
    </Radio.Group>
  );
}
