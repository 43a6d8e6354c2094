import { type Contract, contractRoutes } from "@freelancerm/contracts/contracts";
import { Button, TextInput } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Modal } from "../../ui/kit/overlays.ts";
import { MoneyInput } from "../../ui/money-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedContract } from "./side.ts";

interface Values {
  title: string;
  amount: number | null;
  dueAt: string;
}
const bodyOf = ({ title, amount, dueAt }: Values) => ({
  title,
  amount: amount ?? 0,
  dueAt: dueAt ? `${dueAt}T23:59:59.000Z` : null,
});

/** The client adds a further milestone to a running contract. */
export default function AddMilestone({ contract, close }: { contract: Contract; close: () => void }) {
  const of = useApiForm<Values>({
    initial: { title: "", amount: null, dueAt: "" },
    schema: contractRoutes.addMilestone.body,
    toBody: bodyOf,
    send: async (values) => {
      await api.addMilestone({ params: { contractId: contract.id }, body: bodyOf(values) });
      await changedContract();
      toast.done("The milestone is added.");
      close();
    },
  });
  return (
    <Modal opened onClose={close} title="Add a milestone" closeButtonProps={{ "aria-label": "Close" }}>
      <Form of={of} label="Milestone">
        <TextInput {...of.field("title", "What is delivered")} maxLength={120} required data-autofocus />
        <MoneyInput {...of.field("amount", "Price")} currency={contract.currency} required />
        <TextInput
          {...of.field("dueAt", "Due")}
          type="date"
          min={new Date(now()).toISOString().slice(0, 10)}
          description="Optional"
        />
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <SubmitButton of={of}>Add</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
