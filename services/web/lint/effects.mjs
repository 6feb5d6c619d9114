// A React effect, or a ref callback, may return a clean-up and nothing else: React calls whatever
// comes back when the component goes. TypeScript lets an expression of type void through, and a
// browser may return anything there: scrollIntoView() returns a promise in newer ones, and calling
// that took the whole page down. This check therefore asks for more than the compiler does:
//
//   * the callback is written where it is used, or is a function that can be followed to its body;
//   * it has a body in braces, and is neither async nor a generator;
//   * what it returns is a function by its type, or undefined: never void, any or unknown.
import ts from 'typescript';

/**
 * effectProblems lists what is wrong with the effects and ref callbacks of a program.
 * @param {ts.Program} program
 * @param {(file: string) => boolean} wanted which files to look at
 * @returns {string[]} as "file:line: sentence"
 */
export function effectProblems(program, wanted) {
  const checker = program.getTypeChecker();
  const problems = new Set();

  const report = (node, sentence) => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    problems.add(`${file.fileName}:${line + 1}: ${sentence}`);
  };

  /** kindOf says whether a function that is expected here is an effect, a ref callback or neither. */
  function kindOf(type) {
    if (!type) return undefined;
    const parts = type.isUnion() ? type.types : [type];
    for (const t of [type, ...parts]) if (t.aliasSymbol?.name === 'EffectCallback') return 'an effect';
    for (const t of parts) {
      for (const s of t.getCallSignatures()) {
        // The type of a ref callback is the one whose result React's types forbid to be used.
        const result = s.declaration?.type?.getText() ?? '';
        if (/DO_NOT_USE_OR_YOU_WILL_BE_FIRED_CALLBACK_REF/.test(result)) return 'a ref callback';
        if (/\bDestructor\b/.test(result)) return 'an effect';
      }
    }
    return undefined;
  }

  /** isCleanup reports whether a type is a function, undefined or null and nothing else. */
  function isCleanup(type) {
    if (type.isUnion()) return type.types.every(isCleanup);
    if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return true;
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void)) return false;
    return type.getCallSignatures().length > 0;
  }

  function checkReturned(expression, what) {
    const e = unwrap(expression);
    if (ts.isConditionalExpression(e)) {
      checkReturned(e.whenTrue, what);
      checkReturned(e.whenFalse, what);
      return;
    }
    if (isFunction(e)) return;
    if (isAssertion(expression) || !isCleanup(checker.getTypeAtLocation(e))) {
      report(expression, `${what} returns something that may not be a clean-up; put it in braces, or return a function`);
    }
  }

  /** checkBody looks at a function that is used as an effect. */
  function checkBody(f, what) {
    const modifiers = ts.canHaveModifiers(f) ? (ts.getModifiers(f) ?? []) : [];
    if (modifiers.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) return report(f, `${what} is async, so it returns a promise instead of a clean-up`);
    if (f.asteriskToken) return report(f, `${what} is a generator, so it returns an iterator instead of a clean-up`);
    if (!f.body) return report(f, `${what} has no body that could be checked`);
    if (!ts.isBlock(f.body)) return checkReturned(f.body, what);
    (function visit(node) {
      if (isFunction(node) || ts.isFunctionDeclaration(node) || ts.isClassLike(node)) return;
      if (ts.isReturnStatement(node) && node.expression) checkReturned(node.expression, what);
      ts.forEachChild(node, visit);
    })(f.body);
  }

  function declarationOf(identifier) {
    const symbol = checker.getSymbolAtLocation(identifier);
    return (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
  }

  /** check looks at an expression that is used as an effect: a function, or the name of one. */
  function check(expression, what, seen = new Set()) {
    const e = unwrap(expression);
    if (seen.has(e)) return;
    seen.add(e);
    if (isFunction(e) || ts.isFunctionDeclaration(e)) return checkBody(e, what);
    if (ts.isConditionalExpression(e)) {
      check(e.whenTrue, what, seen);
      check(e.whenFalse, what, seen);
      return;
    }
    if (ts.isBinaryExpression(e)) {
      check(e.left, what, seen);
      check(e.right, what, seen);
      return;
    }
    const type = checker.getTypeAtLocation(e);
    const loose = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    const parts = type.isUnion() ? type.types : [type];
    // A ref object, a string, null: nothing that is called.
    if (!loose && parts.every((t) => t.getCallSignatures().length === 0)) return;
    // A ref or an effect that came in as such was checked where it was made.
    if (!loose && parts.every((t) => t.getCallSignatures().length === 0 || kindOf(t))) return;
    if (ts.isCallExpression(e) && e.arguments[0]) {
      const name = nameOf(e.expression);
      const made = unwrap(e.arguments[0]);
      if (name === 'useCallback' || name === 'useEffectEvent') return check(made, what, seen);
      if (name === 'useMemo' && isFunction(made) && !ts.isBlock(made.body)) return check(made.body, what, seen);
    }
    if (ts.isIdentifier(e)) {
      const d = declarationOf(e);
      if (d && ts.isFunctionDeclaration(d) && d.body) return check(d, what, seen);
      if (d && ts.isVariableDeclaration(d) && d.initializer && ts.isIdentifier(d.name) && d.parent.flags & ts.NodeFlags.Const) return check(d.initializer, what, seen);
      if (d && isSetter(d)) return;
    }
    report(expression, unfollowed(what));
  }

  function visit(node) {
    if (ts.isCallExpression(node)) checkCall(node);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isJsxExpression(node.initializer) && node.initializer.expression) {
      const name = node.name.getText();
      const expected = checker.getContextualType(node.initializer.expression);
      if (/^ref$|Ref$/.test(name) || kindOf(expected)) check(node.initializer.expression, kindOf(expected) ?? 'a ref callback');
    }
    if ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && node.name.getText() === 'ref') {
      check(ts.isPropertyAssignment(node) ? node.initializer : node.name, 'a ref callback');
    }
    if (ts.isMethodDeclaration(node) && node.name.getText() === 'ref' && ts.isObjectLiteralExpression(node.parent)) checkBody(node, 'a ref callback');
    if (isAssertion(node) && !ts.isNonNullExpression(node)) {
      const what = kindOf(checker.getTypeAtLocation(node));
      if (what) check(node.expression, what);
    }
    // Wherever else React's types expect one: a parameter, a variable, a property.
    if (isFunction(node)) {
      const what = kindOf(checker.getContextualType(node));
      if (what) checkBody(node, what);
    }
    ts.forEachChild(node, visit);
  }

  function checkCall(node) {
    const name = nameOf(node.expression);
    node.arguments.forEach((argument, i) => {
      if (ts.isSpreadElement(argument)) {
        if (hook.test(name)) report(argument, unfollowed('an effect'));
        return;
      }
      const what = kindOf(checker.getContextualType(argument)) ?? (i === 0 && hook.test(name) ? 'an effect' : undefined);
      if (what) check(argument, what);
      // A store's subscribe returns what ends the subscription.
      if (i === 0 && name === 'useSyncExternalStore' && isFunction(unwrap(argument))) checkBody(unwrap(argument), 'a subscription');
    });
  }

  for (const file of program.getSourceFiles()) if (wanted(file.fileName)) visit(file);
  return [...problems];
}

const hook = /^use(Layout|Insertion|Isomorphic|IsomorphicLayout)?Effect$/;

const unfollowed = (what) => `${what} is a function that can't be followed to its body; call it from one in braces`;

/** isSetter reports whether a declaration is the set of [value, set] = useState(). React's own returns nothing. */
const isSetter = (d) =>
  ts.isBindingElement(d) && ts.isArrayBindingPattern(d.parent) && d.parent.elements[1] === d && ts.isVariableDeclaration(d.parent.parent) &&
  d.parent.parent.initializer && ts.isCallExpression(d.parent.parent.initializer) && /^use(State|Reducer)$/.test(nameOf(d.parent.parent.initializer.expression));

/** nameOf is the name of what is called, without what it is a part of. */
function nameOf(callee) {
  const e = unwrap(callee);
  return ts.isIdentifier(e) ? e.text : ts.isPropertyAccessExpression(e) ? e.name.text : '';
}

const isFunction = (node) => ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node);

const isAssertion = (node) => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node);

/** unwrap takes brackets and type assertions off an expression. */
function unwrap(node) {
  while (ts.isParenthesizedExpression(node) || isAssertion(node) || ts.isSatisfiesExpression(node)) node = node.expression;
  return node;
}
