import type { Rule } from '../rule.ts';

const MACHINE_PATH = /(?<![\w.\\-])(\/(home|work|Users)\/\w|\/root(?![\w-])|[A-Z]:\\Users\\)/;

export const machinePaths: Rule = {
  name: 'no file names a path of one machine',
  find: (tree) =>
    tree.paths.flatMap((file) =>
      tree
        .text(file)
        .split('\n')
        .flatMap((text, index) => {
          const found = MACHINE_PATH.exec(text);
          return found ? [{ file, line: index + 1, message: text.trim().slice(0, 80) }] : [];
        }),
    ),
};
