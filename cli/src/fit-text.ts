/**
 * The line, broken between words where it is longer than the columns; what follows is indented. A word is never broken:
 * a path or a hash can be copied.
 */
export function fitText(line: string, columns: number, indent: number): string {
  if (line.length <= columns) return line;
  const [lead = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = lead;
  for (const [, spaces = '', word = ''] of line.slice(lead.length).matchAll(/( *)([^ ]+)/g)) {
    const fits = current.trim() === '' || current.length + spaces.length + word.length <= columns;
    // One that fits nowhere is left to the terminal.
    if (fits || word.length > columns - indent) current += `${spaces}${word}`;
    else {
      lines.push(current);
      current = `${' '.repeat(indent)}${word}`;
    }
  }
  return [...lines, current].join('\n');
}
