import { type Contract, contractRoutes, type Milestone } from "@freelancerm/contracts/contracts";
import { Button } from "@mantine/core";
import { left } from "../../lib/format.ts";
import { UploadField, useUploads } from "../../ui/attachments.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";

/** Where the freelancer hands work in; what is written stays in this browser until it is sent. */
export function SubmitDialog({
  contract,
  milestone,
  send,
  close,
}: {
  contract: Contract;
  milestone: Milestone;
  send: (body: { note: string; attachmentIds: string[] }) => Promise<unknown>;
  close: () => void;
}) {
  const uploads = useUploads("milestone");
  const of = useApiForm({
    initial: { note: "" },
    schema: contractRoutes.submitMilestone.body,
    toBody: ({ note }) => ({ note, attachmentIds: uploads.ids }),
    check: () => ({ files: uploads.busy ? "Wait until the files are uploaded." : null }),
    draft: `submit:${contract.id}:${milestone.number}`,
    send: async ({ note }) => {
      await send({ note, attachmentIds: uploads.ids });
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={`Submit “${milestone.title}”`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={of} label="Submission">
        <Textarea
          {...of.field("note", "What you deliver")}
          description={left(of.form.values.note, 5000)}
          data-autofocus
          required
          autosize
          minRows={4}
          maxRows={14}
        />
        <UploadField of={uploads} label="Files" description="Up to 10 files of 100 MB each" />
        <p className="small dim">
          The client has {contract.reviewDays} days to review. If nothing is said by then, the work counts as approved
          and you are paid.
        </p>
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <SubmitButton of={of}>{uploads.busy ? "Uploading" : "Submit"}</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
