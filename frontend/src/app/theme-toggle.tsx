import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconDark, IconLight } from "../ui/icons.ts";

export function useTheme() {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const shown = useComputedColorScheme("light", { getInitialValueInEffect: false });
  return { dark: shown === "dark", toggle: () => setColorScheme(shown === "dark" ? "light" : "dark") };
}

export function ThemeToggle() {
  const { dark, toggle } = useTheme();
  return (
    <ActionIcon
      size={44}
      variant="subtle"
      color="gray"
      onClick={toggle}
      aria-label={dark ? "Use the light theme" : "Use the dark theme"}
    >
      {dark ? <IconLight size={21} stroke={1.7} /> : <IconDark size={21} stroke={1.7} />}
    </ActionIcon>
  );
}
