import { bounds } from "@freelancerm/contracts/limits";
import { type ReportReason, type Subject, trustRoutes } from "@freelancerm/contracts/trust";
import { Button } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Radio, Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { toast } from "../../ui/toast.tsx";
import { reportReason } from "./words.ts";

/** Asks what is wrong with something, and tells the staff. */
export default function ReportDialog({ subject, what, close }: { subject: Subject; what: string; close: () => void }) {
  const of = useApiForm({
    initial: { reason: "" as ReportReason, words: "" },
    schema: trustRoutes.createReport.body,
    toBody: (values) => ({ subject, ...values }),
    check: ({ reason }) => ({ reason: reason ? null : "choose what is wrong" }),
    send: async ({ reason, words }) => {
      await api.createReport({ body: { subject, reason, words } });
      const hours = reason === "scam" ? bounds.caseHours.fraud : bounds.caseHours.other;
      toast.done(`Thank you. We look at it within ${hours / 24} days and tell you what came of it.`);
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={`Report ${what}`} centered closeButtonProps={{ "aria-label": "Close" }}>
      <Form of={of} label={`Report ${what}`}>
        <p className="small dim">Only our staff see who reported it. Whoever it is about is not told.</p>
        <Radio.Group {...of.field("reason", "What is wrong with it?")} required>
          <div className="stack tight" style={{ paddingTop: 8 }}>
            {Object.entries(reportReason).map(([value, words]) => (
              <Radio key={value} value={value} label={words} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          {...of.field("words", "What should we know?")}
          description="Optional"
          autosize
          minRows={3}
          maxLength={1000}
        />
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" size="md" onClick={close}>
            Not now
          </Button>
          <SubmitButton of={of}>Send the report</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
