/** The repository's own files as the architecture test reads them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

export const ROOT = join(__dirname, "..");

export interface Import {
  /** A package, or the path of one of our files without its extension. */
  readonly from: string;
  readonly typeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

export interface TypeScriptSource extends Source {
  readonly imports: readonly Import[];
  /** Where `any` is written, or `!` after a value. */
  readonly looseTypes: readonly string[];
}

/** Committed files and those that would be: nothing that git ignores. */
export function committedFiles(): readonly string[] {
  return execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

export function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  return { path, text, lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0) };
}

export function parse(source: Source): TypeScriptSource {
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  const looseTypes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node))
      looseTypes.push(`line ${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { ...source, imports: tree.statements.flatMap((statement) => importOf(source.path, statement)), looseTypes };
}

function importOf(path: string, statement: ts.Statement): readonly Import[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
  const name = moduleSpecifier.text;
  return [
    { from: name.startsWith(".") ? normalize(join(dirname(path), name)) : name, typeOnly: isTypeOnly(statement) },
  ];
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const { importClause } = statement;
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = importClause.namedBindings;
  return (
    importClause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((e) => e.isTypeOnly)
  );
}
