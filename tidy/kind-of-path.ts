/** Whether the path is TypeScript or JavaScript. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** Whether the path is a test, or belongs to the tests: these may do what the product may not. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /^(server|client|cli|web)\/test\//.test(path);
}
