import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "../../lib/api.ts";
import { API } from "../../lib/config.ts";
import { counted } from "../../lib/format.ts";
import { IconSearch } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import "./api.css";
import { type Definitions, type Schema, SchemaView } from "./schema-view.tsx";

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}
interface Entry extends Operation {
  method: string;
  path: string;
}
interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Definitions };
}

const METHODS = ["get", "post", "put", "patch", "delete"];

const entriesOf = (document: Document): Entry[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ ...item[method], method: method.toUpperCase(), path }] : [])),
  );

const wordsOfTag = (tag: string) => tag.replaceAll("-", " ");
const placeOf = (tag: string) => `api-${tag}`;

/** What the OpenAPI document says, to read and search. */
export default function ApiPage() {
  const document = useQuery({ ...read("getOpenApi"), staleTime: Number.POSITIVE_INFINITY });
  const [words, setWords] = useState("");
  return (
    <>
      <PageTitle title="API">
        Everything this site does is a documented call. The same description is{" "}
        <a href={`${API}/openapi.json`}>an OpenAPI document</a>; the socket's is{" "}
        <a href={`${API}/asyncapi.json`}>an AsyncAPI document</a>.
      </PageTitle>
      <Loaded query={document}>
        {(loaded) => {
          const { components, ...rest } = loaded as Document;
          const wanted = words.toLowerCase();
          const shown = entriesOf(rest).filter((entry) =>
            `${entry.method} ${entry.path} ${entry.operationId} ${entry.summary}`.toLowerCase().includes(wanted),
          );
          const groups = new Map<string, Entry[]>();
          for (const entry of shown) {
            const tag = entry.tags?.[0] ?? "other";
            groups.set(tag, [...(groups.get(tag) ?? []), entry]);
          }
          return (
            <div className="reference">
              <nav className="reference-nav" aria-label="Parts of the API">
                {[...groups].map(([tag, entries]) => (
                  <a key={tag} href={`#${placeOf(tag)}`}>
                    <span>{wordsOfTag(tag)}</span>
                    <span className="num dim">{entries.length}</span>
                  </a>
                ))}
              </nav>
              <div className="stack loose" style={{ minWidth: 0 }}>
                <div className="row">
                  <search className="search grow" style={{ maxWidth: 480 }}>
                    <IconSearch size={18} aria-hidden />
                    <input
                      data-page-search
                      type="search"
                      aria-label="Search the API"
                      placeholder="Search the API"
                      value={words}
                      onChange={(event) => setWords(event.currentTarget.value)}
                    />
                  </search>
                  <p className="small dim" role="status">
                    {counted(shown.length, "operation")}
                  </p>
                </div>
                {shown.length === 0 && <Empty title="Nothing matches">Search for a path, a verb or a word.</Empty>}
                {[...groups].map(([tag, entries]) => (
                  <section key={tag} id={placeOf(tag)} className="stack tight" aria-label={wordsOfTag(tag)}>
                    <h2 className="tag">{wordsOfTag(tag)}</h2>
                    <div className="card flush operations">
                      {entries.map((entry) => (
                        <OperationItem
                          key={`${entry.method}${entry.path}`}
                          entry={entry}
                          definitions={components?.schemas ?? {}}
                        />
                      ))}
                    </div>
                  </section>
                ))}
              </div>
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function OperationItem({ entry, definitions }: { entry: Entry; definitions: Definitions }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="operation" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className="method" data-method={entry.method}>
          {entry.method}
        </span>
        <span>
          <code>{entry.path}</code>
          <span className="dim small summary">{entry.summary}</span>
        </span>
      </summary>
      {open && <OperationDetails entry={entry} definitions={definitions} />}
    </details>
  );
}

function OperationDetails({ entry, definitions }: { entry: Entry; definitions: Definitions }) {
  const body = entry.requestBody?.content?.["application/json"]?.schema;
  const parameters = entry.parameters ?? [];
  const responses = Object.entries(entry.responses ?? {});
  const answers = responses.filter(([status]) => status < "400");
  const refusals = responses.filter(([status]) => status >= "400");
  return (
    <div className="stack">
      {entry.operationId && (
        <p className="small dim">
          In the typed client: <code>{entry.operationId}</code>
        </p>
      )}
      {parameters.length > 0 && (
        <section className="stack tight" aria-label="Parameters">
          <h3>Parameters</h3>
          <SchemaView
            definitions={definitions}
            schema={{
              type: "object",
              properties: Object.fromEntries(
                parameters.map(({ name, in: place, schema }) => [name, { ...schema, description: `in ${place}` }]),
              ),
              required: parameters.filter(({ required }) => required).map(({ name }) => name),
            }}
          />
        </section>
      )}
      {body && (
        <section className="stack tight" aria-label="Body">
          <h3>Body</h3>
          <SchemaView schema={body} definitions={definitions} />
        </section>
      )}
      {answers.map(([status, { description, content }]) => {
        const schema = Object.values(content ?? {})[0]?.schema;
        return (
          <section key={status} className="stack tight" aria-label={`Answer ${status}`}>
            <h3>
              Answer <code className="code-status">{status}</code> <span className="dim">{description}</span>
            </h3>
            {schema && <SchemaView schema={schema} definitions={definitions} />}
          </section>
        );
      })}
      {refusals.length > 0 && (
        <section className="stack tight" aria-label="Refusals">
          <h3>Refusals</h3>
          <dl className="refusals">
            {refusals.map(([status, { description = "" }]) => (
              <div key={status}>
                <dt>
                  <code className="code-status">{status}</code>
                </dt>
                <dd>
                  <code>{description.replaceAll("`", "")}</code>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
