import { TextInput, type TextInputProps } from "@mantine/core";

/** Six digits; browsers may fill them in from a message or a password manager. */
export function CodeInput(props: TextInputProps) {
  return (
    <TextInput
      {...props}
      required
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      size="lg"
      styles={{
        label: { fontSize: "var(--mantine-font-size-sm)" },
        input: { letterSpacing: "0.4em", fontVariantNumeric: "tabular-nums" },
      }}
    />
  );
}
