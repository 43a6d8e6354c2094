import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "../../lib/api.ts";
import { config } from "../../lib/config.ts";
import { counted } from "../../lib/format.ts";
import { IconSearch } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import "./api.css";

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>;
}
interface Entry extends Operation {
  method: string;
  path: string;
}
interface Document {
  paths?: Record<string, Record<string, Operation>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

const entriesOf = (document: Document): Entry[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ ...item[method], method: method.toUpperCase(), path }] : [])),
  );

/** What the OpenAPI document says, to read and search. */
export default function ApiPage() {
  const document = useQuery({ ...read("getOpenApi"), staleTime: Number.POSITIVE_INFINITY });
  const [words, setWords] = useState("");
  return (
    <>
      <PageTitle title="API">
        Everything this site does is a documented call. The same description is{" "}
        <a href={`${config.apiUrl}/openapi.json`}>an OpenAPI document</a>; the socket's is{" "}
        <a href={`${config.apiUrl}/asyncapi.json`}>an AsyncAPI document</a>.
      </PageTitle>
      <Loaded query={document}>
        {(loaded) => {
          const all = entriesOf(loaded as Document);
          const wanted = words.toLowerCase();
          const shown = all.filter((entry) =>
            `${entry.method} ${entry.path} ${entry.operationId} ${entry.summary}`.toLowerCase().includes(wanted),
          );
          const groups = new Map<string, Entry[]>();
          for (const entry of shown) {
            const tag = entry.tags?.[0] ?? "other";
            groups.set(tag, [...(groups.get(tag) ?? []), entry]);
          }
          return (
            <div className="stack loose">
              <search className="search" style={{ maxWidth: 480 }}>
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
              {shown.length === 0 && <Empty title="Nothing matches" />}
              {[...groups].map(([tag, entries]) => (
                <section key={tag} className="stack tight" aria-label={tag}>
                  <h2 style={{ textTransform: "capitalize" }}>{tag.replaceAll("-", " ")}</h2>
                  {entries.map((entry) => (
                    <OperationItem key={`${entry.method}${entry.path}`} entry={entry} />
                  ))}
                </section>
              ))}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function OperationItem({ entry }: { entry: Entry }) {
  const body = entry.requestBody?.content?.["application/json"]?.schema;
  return (
    <details className="operation">
      <summary>
        <span className="method">{entry.method}</span>
        <code>{entry.path}</code>
        <span className="dim">{entry.summary}</span>
      </summary>
      <div className="stack tight">
        {entry.operationId && (
          <p className="small dim">
            In the typed client: <code>{entry.operationId}</code>
          </p>
        )}
        {entry.parameters && entry.parameters.length > 0 && (
          <dl className="facts" style={{ justifyContent: "start" }}>
            {entry.parameters.map((parameter) => (
              <div key={`${parameter.in}${parameter.name}`} style={{ display: "contents" }}>
                <dt>
                  <code>{parameter.name}</code>
                </dt>
                <dd style={{ textAlign: "left", fontWeight: 400 }}>
                  {parameter.in}
                  {parameter.required && ", required"}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {body !== undefined && <Schema words="Body" schema={body} />}
        {Object.entries(entry.responses ?? {}).map(([status, response]) => (
          <Schema
            key={status}
            words={`${status} ${response.description ?? ""}`}
            schema={Object.values(response.content ?? {})[0]?.schema}
          />
        ))}
      </div>
    </details>
  );
}

function Schema({ words, schema }: { words: string; schema: unknown }) {
  if (schema === undefined) return <p className="small">{words}</p>;
  return (
    <details>
      <summary className="small">{words}</summary>
      <pre className="schema">{JSON.stringify(schema, null, 2)}</pre>
    </details>
  );
}
