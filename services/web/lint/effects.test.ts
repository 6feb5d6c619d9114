import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { effectProblems } from './effects.mjs';

const web = join(import.meta.dirname, '..');
const options = ts.parseJsonConfigFileContent(ts.readConfigFile(join(web, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, web);

// Each is the body of a component. Most of these pass the compiler, which lets void through.
const wrong: Record<string, string> = {
  'the one that broke the desk': 'useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);',
  'focus': 'useEffect(() => box.current!.focus(), []);',
  'a call that returns a promise behind void': 'useEffect(() => play(), []);',
  'a setter of a state': 'useEffect(() => setText("x"), []);',
  'a layout effect': 'useLayoutEffect(() => box.current?.focus(), []);',
  'an insertion effect': 'useInsertionEffect(() => play(), []);',
  'by the name of the module': 'React.useEffect(() => play(), []);',
  'under another name': 'const later = useEffect; later(() => play(), []);',
  'a return in braces': 'useEffect(() => { if (text) return; return play(); }, []);',
  'one of two returns': 'useEffect(() => { if (text) return () => {}; return play(); }, []);',
  'a choice': 'useEffect(() => (text ? () => {} : play()), []);',
  'an async effect': 'useEffect(async () => { await fetch("/"); }, []);',
  'a generator': 'useEffect(function* () { yield 1; }, []);',
  'a promise': 'useEffect(() => fetch("/"), []);',
  'an effect of type any': 'useEffect(() => anything.start(), []);',
  'an effect that is any': 'useEffect(anything, []);',
  'a result made to fit': 'useEffect(() => play() as unknown as () => void, []);',
  'a function by its name': 'const go = () => play(); useEffect(go, []);',
  'a function that came in': 'useEffect(given, []);',
  'a bound method': 'useEffect(given.bind(null), []);',
  'a callback that is kept': 'const go = useCallback(() => play(), []); useEffect(go, []);',
  'arguments spread': 'const all = [() => play()] as const; useEffect(...all);',
  'a function of a library': 'useDidUpdate(() => play(), []);',
  'an effect in a variable': 'const go: React.EffectCallback = () => play(); useEffect(go, []);',
  'an effect by assertion': 'const go = given as React.EffectCallback; useEffect(go, []);',
  'a ref': 'return <div ref={(e) => e?.focus()} />;',
  'a ref that returns in braces': 'return <div ref={(e) => { return e?.scrollIntoView(); }} />;',
  'a ref by its name': 'const see = (e: HTMLElement | null) => e?.focus(); return <div ref={see} />;',
  'a ref that is kept': 'const see = useCallback((e: HTMLElement | null) => e?.focus(), []); return <div ref={see} />;',
  'a ref that came in': 'return <div ref={seen} />;',
  'an async ref': 'return <div ref={async (e) => { await e?.requestFullscreen(); }} />;',
  'a ref without JSX': 'return createElement("div", { ref: (e: HTMLElement | null) => e?.focus() });',
  'a ref as a method': 'return <div {...{ ref(e: HTMLElement | null) { return e?.focus(); } }} />;',
  'one of merged refs': 'const all = useMergedRef(box, (e: HTMLElement | null) => e?.focus()); return <div ref={all} />;',
  'a ref of another name': 'return <ScrollArea viewportRef={(e) => e?.focus()}>x</ScrollArea>;',
  'a subscription': 'useSyncExternalStore(() => anything.subscribe(), () => 1);',
};

const right: Record<string, string> = {
  'nothing': 'useEffect(() => {}, []);',
  'braces': 'useEffect(() => { box.current?.scrollIntoView(); }, []);',
  'void': 'useEffect(() => void play(), []);',
  'a clean-up': 'useEffect(() => { const t = setTimeout(play, 1); return () => clearTimeout(t); }, []);',
  'a clean-up at times': 'useEffect(() => { if (text) return; return () => play(); }, []);',
  'what a subscription returns': 'useEffect(() => store.subscribe(play), []);',
  'what a subscription may return': 'useEffect(() => maybe?.subscribe(play), []);',
  'a promise inside': 'useEffect(() => { void (async () => { await fetch("/"); return 1; })(); }, []);',
  'a function of the component': 'const go = () => { play(); }; useEffect(go, []);',
  'a ref object': 'return <div ref={box} />;',
  'a ref in braces': 'return <div ref={(e) => { e?.focus(); }} />;',
  'a setter as a ref': 'const [, keep] = useState<HTMLElement | null>(null); return <div ref={keep} />;',
  'a ref with a clean-up': 'return <div ref={(e) => { e?.focus(); return () => play(); }} />;',
  'a handler': 'return <button onClick={() => box.current?.focus()} />;',
};

const heading = `
import * as React from 'react';
import { createElement, useCallback, useEffect, useInsertionEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ScrollArea } from '@mantine/core';
import { useDidUpdate, useMergedRef } from '@mantine/hooks';
declare function play(): void;
declare const anything: any;
interface Store { subscribe(l: () => void): () => void }
declare const store: Store;
declare const maybe: Store | undefined;
export const used = [createElement, useCallback, useEffect, useInsertionEffect, useLayoutEffect, useSyncExternalStore, ScrollArea, useDidUpdate, useMergedRef, React];
`;

/** component is a file with one component, so that each problem belongs to one case. */
const component = (body: string) => `${heading}
export function C({ given, seen }: { given: () => void; seen: (e: HTMLElement | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  void [box, text, setText, given, seen, play, anything, store, maybe];
  ${body.includes('return <') || body.includes('return createElement') ? body : `${body} return null;`}
}
`;

describe('effects', () => {
  const files = new Map<string, string>();
  const name = (kind: string, i: number) => join(web, 'src', `${kind}-${i}.tsx`);
  Object.values(wrong).forEach((body, i) => files.set(name('wrong', i), component(body)));
  Object.values(right).forEach((body, i) => files.set(name('right', i), component(body)));
  let own: string[] = [];
  const found = new Map<string, string[]>();

  beforeAll(() => {
    const host = ts.createCompilerHost(options.options);
    const { getSourceFile, fileExists, readFile } = host;
    host.fileExists = (f) => files.has(f) || fileExists.call(host, f);
    host.readFile = (f) => files.get(f) ?? readFile.call(host, f);
    host.getSourceFile = (f, ...rest) => {
      const text = files.get(f);
      return text === undefined ? getSourceFile.call(host, f, ...rest) : ts.createSourceFile(f, text, ts.ScriptTarget.ES2023, true);
    };
    const program = ts.createProgram([...options.fileNames, ...files.keys()], options.options, host);
    for (const f of files.keys()) found.set(f, effectProblems(program, (x) => x === f));
    own = effectProblems(program, (f) => options.fileNames.includes(f));
  }, 600_000); // it reads as many types as the compiler does, which takes a busy machine minutes

  it('of the desk return a clean-up or nothing', () => expect(own).toEqual([]));

  Object.keys(wrong).forEach((what, i) => it(`refuses ${what}`, () => expect(found.get(name('wrong', i))).not.toEqual([])));
  Object.keys(right).forEach((what, i) => it(`takes ${what}`, () => expect(found.get(name('right', i))).toEqual([])));
});
