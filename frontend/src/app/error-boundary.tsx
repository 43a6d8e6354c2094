import { Component, type ReactNode } from "react";
import { Broken } from "../ui/states.tsx";

interface Props {
  /** Another place gets another chance. */
  place: string;
  children: ReactNode;
}

/** Keeps the shell alive when a page breaks. */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false });
  }

  override render() {
    // A part of the site that is gone since a new version was deployed only comes with a new load.
    return this.state.broken ? <Broken retry={() => location.reload()} /> : this.props.children;
  }
}
