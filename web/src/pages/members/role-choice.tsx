import { Select } from '@radix-ui/themes';
import { type GivenRole, ROLES } from './roles.ts';

/** Which role. */
export function RoleChoice(props: { value: GivenRole; of: string; choose: (role: GivenRole) => void }) {
  const { value, of, choose } = props;
  return (
    <Select.Root value={value} onValueChange={(role) => choose(role as GivenRole)}>
      <Select.Trigger aria-label={`Role of ${of}`} />
      <Select.Content>
        {Object.entries(ROLES).map(([role, title]) => (
          <Select.Item key={role} value={role}>
            {title}
          </Select.Item>
        ))}
      </Select.Content>
    </Select.Root>
  );
}
