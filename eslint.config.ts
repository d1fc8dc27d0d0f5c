import tseslint from 'typescript-eslint'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'

// The screens' own language, which oxlint does not read; all other files are in `.oxlintrc.json`, with the same rules.
export default tseslint.config(
  { ignores: ['**/*.ts', '!**/*.svelte.ts', '**/*.js'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/require-each-key': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
)
