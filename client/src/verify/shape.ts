import { UnreadableInput } from './unreadable-input.ts';

/** Reads fields of JSON from outside; throws UnreadableInput, with `name` in front, for one of another type. */
export class Shape {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UnreadableInput(`${name} is not a JSON object`);
    this.#object = value as Record<string, unknown>;
    this.#name = name;
  }

  has(field: string): boolean {
    return this.#object[field] !== undefined && this.#object[field] !== null;
  }

  string(field: string): string {
    return this.#typed(field, 'a text', (value) => typeof value === 'string');
  }

  boolean(field: string): boolean {
    return this.#typed(field, 'true or false', (value) => typeof value === 'boolean');
  }

  integer(field: string): number {
    return this.#typed(field, 'an integer', Number.isSafeInteger);
  }

  instant(field: string): string {
    return this.#typed(field, 'a time', (value) => !Number.isNaN(Date.parse(String(value))));
  }

  hash(field: string): string {
    return this.#typed(field, 'a SHA-256', (value) => /^[0-9a-f]{64}$/.test(String(value)));
  }

  object(field: string): Shape {
    return new Shape(this.#object[field], `${field} of ${this.#name}`);
  }

  list(field: string): Shape[] {
    const items = this.#typed<unknown[]>(field, 'a list', Array.isArray);
    return items.map((item, index) => new Shape(item, `${field}[${index}] of ${this.#name}`));
  }

  #typed<Type>(field: string, what: string, accepts: (value: unknown) => boolean): Type {
    const value = this.#object[field];
    if (!accepts(value)) throw new UnreadableInput(`${field} of ${this.#name} is not ${what}`);
    return value as Type;
  }
}
