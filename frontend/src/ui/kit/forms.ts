/** Inputs with their styles. */
import "@mantine/core/styles/InlineInput.layer.css";
import "@mantine/core/styles/Checkbox.layer.css";
import "@mantine/core/styles/Radio.layer.css";
import "@mantine/core/styles/Switch.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";

export { Checkbox, PasswordInput, Radio, Switch, Textarea, TextInput } from "@mantine/core";
