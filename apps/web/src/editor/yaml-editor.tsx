import { autocompletion, completionKeymap, type Completion, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { completeYaml, type KnownWords, type Offer } from './complete-yaml';
import { editorLook } from './editor-look';
import { describeFinding, placeFinding, type Finding } from './place-finding';
import { replacedPart } from './replaced-part';
import type { JsonSchema } from './schema-at';
import styles from './yaml-editor.module.css';

export interface EditorHandle {
  /** Puts the cursor at a line and column, both from 1. */
  goTo: (line: number, column: number) => void;
  /** Writes the word that is meant in place of the one that was found wrong. */
  mend: (finding: Finding) => void;
}

interface EditorProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  schema: JsonSchema;
  known: KnownWords;
  findings: readonly Finding[];
  handle: Ref<EditorHandle>;
}

/**
 * A text editor that completes by a schema and shows findings at their lines. It is rendered in a shadow root, where the editor adopts
 * its style sheet: an element with styles would be refused by the policy of the page. `Tab` leaves it.
 */
export function YamlEditor({ label, text, onText, schema, known, findings, handle }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const current = useRef({ label, text, onText, schema, known });
  useEffect(() => {
    current.current = { label, text, onText, schema, known };
  });
  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const extensions = extensionsFor(current);
    view.current = new EditorView({ doc: current.current.text, root, parent: root, extensions });
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    const editor = view.current!;
    const shown = editor.state.doc.toString();
    if (shown !== text) editor.dispatch({ changes: replacedPart(shown, text) });
  }, [text]);
  useEffect(() => {
    const editor = view.current!;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        findings.map((found) => diagnosticOf(editor, found)),
      ),
    );
  }, [findings]);
  useImperativeHandle(
    handle,
    () => ({
      goTo: (line, column) => goTo(view.current!, line, column),
      mend: ({ where, nearest = '' }) => {
        const place = placeFinding(view.current!.state.doc.toString(), where);
        view.current!.dispatch({ changes: { ...place, insert: nearest } });
      },
    }),
    [],
  );
  return <div ref={host} className={styles.host} />;
}

type Current = Readonly<{ current: Pick<EditorProps, 'label' | 'onText' | 'schema' | 'known'> }>;

function extensionsFor(now: Current): Extension {
  const complete: CompletionSource = ({ state, pos, explicit }) => {
    const found = completeYaml(now.current, state.doc.toString(), pos);
    if (!found || (!explicit && found.from === pos)) return null;
    return { from: found.from, options: found.offers.map(completionOf), validFor: /^[\w.-]*$/ };
  };
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    lintGutter(),
    history(),
    yaml(),
    indentUnit.of('  '),
    EditorView.lineWrapping,
    EditorState.allowMultipleSelections.of(false),
    EditorView.contentAttributes.of({ 'aria-label': now.current.label }),
    autocompletion({ override: [complete], icons: false }),
    keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) now.current.onText(update.state.doc.toString());
    }),
    editorLook,
  ];
}

function completionOf({ text, kind, description }: Offer): Completion {
  return {
    label: text,
    apply: kind === 'key' ? `${text}: ` : text,
    info: description,
    boost: kind === 'known' ? 1 : 0,
  };
}

/** A nearest word can be taken over where one word stands. */
function diagnosticOf(editor: EditorView, finding: Finding): Diagnostic {
  const place = placeFinding(editor.state.doc.toString(), finding.where);
  const { nearest } = finding;
  const replace = {
    name: `Write ${nearest}`,
    apply: (at: EditorView, from: number, to: number) => at.dispatch({ changes: { from, to, insert: nearest } }),
  };
  return {
    ...place,
    severity: 'error',
    message: describeFinding(finding),
    actions: nearest === undefined ? [] : [replace],
  };
}

function goTo(editor: EditorView, line: number, column: number): void {
  const { from, to } = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
  const at = Math.min(from + column - 1, to);
  editor.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  editor.focus();
}
