/** A JSON schema as a table of its fields, nested ones unfolded on demand. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}
export type Definitions = Record<string, Schema>;

const nameOf = ($ref: string) => $ref.split("/").at(-1) ?? $ref;
const isNull = ({ type }: Schema) => type === "null";

/** The schema a reference, a list or a nullable speaks of, and what to call it. */
function unwrapped(schema: Schema, definitions: Definitions): { words: string; inner: Schema } {
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return { words: name, inner: definitions[name] ?? {} };
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const named = choices.filter((choice) => !isNull(choice)).map((choice) => unwrapped(choice, definitions));
    const nullable = choices.some(isNull) ? " or null" : "";
    return { words: named.map(({ words }) => words).join(" or ") + nullable, inner: named[0]?.inner ?? {} };
  }
  if (schema.items) {
    const item = unwrapped(schema.items, definitions);
    return { words: `list of ${item.words}`, inner: item.inner };
  }
  if (schema.enum) return { words: schema.enum.map((value) => JSON.stringify(value)).join(" | "), inner: {} };
  if (schema.const !== undefined) return { words: JSON.stringify(schema.const), inner: {} };
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "anything");
  return { words: schema.format ? `${type}, ${schema.format}` : type, inner: schema };
}

/** Its bounds in words: "1–60 characters", "0 or more". */
function boundsOf({ minimum, maximum, minLength, maxLength, maxItems }: Schema): string {
  const range = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from !== undefined && to !== undefined) return `${from}–${to}${unit}`;
    if (to !== undefined) return `at most ${to}${unit}`;
    return from !== undefined ? `${from} or more${unit}` : "";
  };
  return [
    range(minLength, maxLength, " characters"),
    // Bounds of whole numbers that only say "whatever fits" help nobody.
    range(minimum, maximum !== undefined && Math.abs(maximum) >= 2 ** 53 - 1 ? undefined : maximum, ""),
    range(undefined, maxItems, " entries"),
  ]
    .filter(Boolean)
    .join(", ");
}

export function SchemaView({ schema, definitions }: { schema: Schema; definitions: Definitions }) {
  const { words, inner } = unwrapped(schema, definitions);
  if (!inner.properties) return <p className="small dim">{words}</p>;
  return (
    <table className="fields">
      <tbody>
        {Object.entries(inner.properties).map(([name, field]) => (
          <Field
            key={name}
            name={name}
            schema={field}
            required={inner.required?.includes(name) ?? false}
            definitions={definitions}
          />
        ))}
      </tbody>
    </table>
  );
}

function Field({
  name,
  schema,
  required,
  definitions,
}: {
  name: string;
  schema: Schema;
  required: boolean;
  definitions: Definitions;
}) {
  const { words, inner } = unwrapped(schema, definitions);
  const more = [boundsOf(schema), schema.description ?? ""].filter(Boolean).join(" · ");
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
        {!required && <span className="dim"> optional</span>}
      </th>
      <td>
        {inner.properties && Object.keys(inner.properties).length > 0 ? (
          <details>
            <summary>{words}</summary>
            <SchemaView schema={inner} definitions={definitions} />
          </details>
        ) : (
          words
        )}
        {more && <span className="dim"> {more}</span>}
      </td>
    </tr>
  );
}
