import { userRoutes } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useMe } from "../../session/session.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { ErrorSummary, useApiForm } from "../../ui/form.tsx";
import { PasswordInput } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";

/** Asks for the password, and the code of the authenticator app where one is in use, before what cannot be taken back. */
export function Proof({
  title,
  confirm,
  children,
  run,
  onClose,
}: {
  title: string;
  confirm: string;
  /** What will happen, in words. */
  children: ReactNode;
  run: (proof: { password: string; code?: string }) => Promise<unknown>;
  onClose: () => void;
}) {
  const { totpEnabled } = useMe();
  const proofOf = ({ password, code }: { password: string; code: string }) =>
    totpEnabled ? { password, code } : { password };
  const of = useApiForm({
    initial: { password: "", code: "" },
    schema: userRoutes.stopTotp.body,
    toBody: proofOf,
    send: async (values) => {
      await run(proofOf(values));
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
      <form noValidate onSubmit={of.submit} className="stack" aria-label={title}>
        {children}
        <ErrorSummary of={of} />
        <PasswordInput {...of.field("password", "Password")} data-autofocus autoComplete="current-password" required />
        {totpEnabled && <CodeInput {...of.field("code", "Code of the authenticator app")} />}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" color="red" loading={of.busy}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
