import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const noResourceInApply = {
  selector: "CallExpression[callee.property.name='apply'] NewExpression",
  message: "Create nothing inside apply: previews would not show it.",
};
const noPulumi = (message) => ({ group: ["@pulumi/*"], message });

export default tseslint.config(
  { ignores: ["node_modules/**", ".tools/**", ".sandbox/**", "test/golden/**", "schemas/types/**"] },
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "no-restricted-syntax": ["error", noResourceInApply],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
    },
  },
  {
    files: ["core/**/*.ts", "components/**/config.ts", "components/**/plan.ts", "components/**/names.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [noPulumi("This file is pure: only component.ts and stacks/ speak Pulumi.")] },
      ],
    },
  },
  {
    // Commands run before npm packages are there, so they are plain JavaScript for Node 18.
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: {
      ecmaVersion: 2022,
      globals: {
        console: "readonly",
        process: "readonly",
        require: "readonly",
        module: "writable",
        __dirname: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        URL: "readonly",
        fetch: "readonly",
        AbortSignal: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
      },
    },
    rules: { "no-undef": "error", "no-unused-vars": "error", "prefer-const": "error" },
  },
);
