import { Checkbox, CheckboxGroup, Flex, Heading, Text } from '@radix-ui/themes';
import type { Wanted } from './use-queue.ts';

type Files = Pick<Wanted, 'formats' | 'formulaGuard'>;

/** Which files, and whether they are safe to open in a spreadsheet. */
export function FilesChoice({ formats, formulaGuard, choose }: Files & { choose: (files: Files) => void }) {
  return (
    <>
      <Heading as="h2" size="3" mt="5" mb="2">
        Files
      </Heading>
      <CheckboxGroup.Root
        aria-label="Files"
        value={[...formats]}
        onValueChange={(chosen) => choose({ formulaGuard, formats: chosen as Files['formats'] })}
      >
        <CheckboxGroup.Item value="CSV">CSV, for spreadsheets</CheckboxGroup.Item>
        <CheckboxGroup.Item value="JSON">JSON, for programs</CheckboxGroup.Item>
      </CheckboxGroup.Root>
      {formats.length === 0 && (
        <Text as="p" size="2" color="red" role="alert" mt="2">
          Choose at least one.
        </Text>
      )}
      <Text as="label" size="2" mt="3" style={{ display: 'block', maxWidth: '44rem' }}>
        <Flex gap="2">
          <Checkbox
            checked={formulaGuard}
            onCheckedChange={(checked) => choose({ formats, formulaGuard: checked === true })}
          />
          <span>
            <strong>Formula guard.</strong> Customers can write what a spreadsheet would run: a name that
            begins with “=” is a formula to Excel and Google Sheets. With the guard, such cells begin with an
            apostrophe. Leave it on for people, switch it off for programs that want each character as it was.
          </span>
        </Flex>
      </Text>
    </>
  );
}
