/** `cdk deploy -c stage=<name>`; further context keys are those of stages.ts, and `bundle=false` leaves sources as they are. */
import { createApp } from "./synth.ts";

createApp().synth();
