import type { Random } from '../random.ts';
import type { RowSeed } from '../seedFormat.ts';
import { places, streets } from './names.ts';

/** The users who own records, in turn. The last one is an integration user and owns nothing. */
export const owners = ['demo', 'sofia', 'marcus', 'aiko', 'lena'];

const users: readonly (readonly [key: string, first: string, last: string, title: string, profile: string])[] = [
  ['demo', 'Dana', 'Mercer', 'Sales Operations', 'admin'],
  ['aiko', 'Aiko', 'Tanaka', 'Sales Manager', 'standard'],
  ['sofia', 'Sofia', 'Reyes', 'Account Executive', 'standard'],
  ['marcus', 'Marcus', 'Bell', 'Account Executive', 'standard'],
  ['lena', 'Lena', 'Vogt', 'Support Lead', 'standard'],
  ['integration', 'Integration', 'User', 'Integration', 'apiOnly'],
];

export function userRows(timeZone: string): RowSeed[] {
  return users.map(([key, first, last, title, profile]) => ({
    object: 'User',
    key,
    values: {
      Username: `${key}@sluice.example`,
      FirstName: first,
      LastName: last,
      Alias: key.slice(0, 8),
      Email: `${key}@sluice.example`,
      Title: title,
      CompanyName: 'Sluice Demo',
      Department: title.includes('Support') ? 'Service' : 'Sales',
      ProfileId: `@${profile}`,
      TimeZoneSidKey: timeZone,
      ManagerId: ['sofia', 'marcus', 'lena'].includes(key) ? '@aiko' : null,
    },
  }));
}

export function profileRows(): RowSeed[] {
  const profiles = [
    ['admin', 'System Administrator'],
    ['standard', 'Standard User'],
    ['apiOnly', 'Minimum Access - API Only Integrations'],
  ] as const;
  return profiles.map(([key, name]) => ({ object: 'Profile', key, values: { Name: name, UserType: 'Standard' } }));
}

/** The fields of an address somewhere in the world, and a telephone number that fits it. */
export function somewhere(random: Random, prefix: string): { address: Record<string, string | null>; phone: string } {
  const place = random.pick(places);
  return {
    address: {
      [`${prefix}Street`]: `${random.between(1, 240)} ${random.pick(streets)}`,
      [`${prefix}City`]: place.city,
      [`${prefix}State`]: place.state,
      [`${prefix}PostalCode`]: place.postalCode,
      [`${prefix}Country`]: place.country,
    },
    phone: `${place.dial} 555 ${String(random.between(0, 9_999)).padStart(4, '0')}`,
  };
}

/** `Łukasz O'Brien` → `lukasz.obrien`. */
export function mailName(first: string, last: string): string {
  const plain = (text: string): string =>
    text
      .replaceAll('Ł', 'L')
      .replaceAll('ł', 'l')
      .replaceAll('ı', 'i')
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  return `${plain(first)}.${plain(last)}`;
}
