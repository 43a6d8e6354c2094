/** `cdk deploy -c stage=<name>`; further context keys are those of stages.ts, and `bundle=false` leaves sources as they are. */
import { DeploymentError } from "./errors.ts";
import { createApp } from "./synth.ts";

try {
  createApp().synth();
} catch (error) {
  if (!(error instanceof DeploymentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
