// The editor that takes the place of the plain field: CodeMirror, bundled at set-up into one file.
// It lives in a shadow root, because there its styles are constructed and need no 'unsafe-inline'.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--sparql-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--sparql-variable)" },
  { tag: tags.comment, color: "var(--sparql-soft)", fontStyle: "italic" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--sparql-text)" },
  { tag: [tags.atom, tags.meta, tags.tagName, tags.typeName, tags.propertyName, tags.namespace], color: "var(--sparql-name)" },
  { tag: tags.standard(tags.variableName), color: "var(--sparql-keyword)" },
  { tag: tags.operator, color: "var(--sparql-soft)" },
]);

const LOOKS = EditorView.theme({
  "&": { fontSize: "13.5px", backgroundColor: "transparent", color: "inherit", maxHeight: "var(--editor-height, 23rem)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "12px 0", caretColor: "currentColor" },
  ".cm-line": { padding: "0 14px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--sparql-soft)", border: "0", paddingLeft: "6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--sparql-line)" },
  ".cm-cursor": { borderLeftColor: "currentColor", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--sparql-selection)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--sparql-selection)", outline: "none" },
  ".wrong": { textDecoration: "underline wavy var(--sparql-wrong) 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-tooltip": { border: "1px solid var(--sparql-rule)", borderRadius: "10px", backgroundColor: "var(--sparql-raised)", color: "inherit", boxShadow: "var(--sparql-shadow)", overflow: "hidden" },
  ".cm-tooltip.cm-completionInfo": { padding: "10px 12px", maxWidth: "320px", fontFamily: "system-ui, sans-serif", lineHeight: "1.45", whiteSpace: "pre-line" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "15em", minWidth: "min(340px, 80vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--sparql-chosen)", color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--sparql-soft)", marginLeft: "10px" },
  ".cm-completionIcon": { display: "none" },
});

// The browser would keep the looks of the text that typing replaces as an inline style, which the policy of the page refuses.
const replacesItself = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data ?? event.dataTransfer?.getData("text/plain");
    if (event.inputType !== "insertText" || !text || empty || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert))) view.dispatch(insert());
    return true;
  },
});

const setMark = StateEffect.define();
const mark = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    const set = change.effects.find((effect) => effect.is(setMark));
    if (set) return set.value ? Decoration.set(Decoration.mark({ class: "wrong" }).range(...set.value)) : Decoration.none;
    return change.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// place: an empty element. acts: complete(text, at, isAsked), run(), leave(), changed().
export function makeEditor(place, text, label, acts) {
  const root = place.attachShadow({ mode: "open" });
  const complete = (context) => acts.complete(context.state.doc.toString(), context.pos, context.explicit);
  const keys = [
    { key: "Mod-Enter", run: () => (acts.run(), true) },
    { key: "Tab", run: acceptCompletion },
    ...closeBracketsKeymap, ...completionKeymap,
    { key: "Escape", run: () => (acts.leave(), true) },
    ...historyKeymap, ...defaultKeymap,
  ];
  const named = new Compartment();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of(keys), lineNumbers(), history(), drawSelection(), highlightActiveLine(), indentOnInput(), bracketMatching(), closeBrackets(),
        StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), autocompletion({ override: [complete], icons: false }),
        mark, LOOKS, replacesItself, EditorView.lineWrapping, named.of(EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" })),
        EditorView.updateListener.of((update) => { if (update.docChanged) acts.changed(); }),
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(next) {
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 } });
    },
    focus: () => view.focus(),
    underline(from, to) {
      const most = view.state.doc.length;
      const start = Math.min(from, Math.max(0, most - 1));
      const range = [start, Math.min(Math.max(to, start + 1), most)];
      view.dispatch({ effects: [setMark.of(range[1] > range[0] ? range : null), EditorView.scrollIntoView(start)] });
    },
    clean: () => view.dispatch({ effects: setMark.of(null) }),
  };
}
