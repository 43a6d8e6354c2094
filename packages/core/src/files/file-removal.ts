/** The port to where kept files lie, for those that are to be gone. */
export interface FileRemoval {
  /** One that is gone is fine. */
  remove(fileId: string): Promise<void>;
}
