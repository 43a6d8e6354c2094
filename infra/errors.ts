/** Something the operator or an engineer can put right; its message is one sentence that says what. */
export class DeploymentError extends Error {
  override readonly name = "DeploymentError";
}
