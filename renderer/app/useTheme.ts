import { useMantineColorScheme } from '@mantine/core';
import { orNotify } from './notify.ts';
import { useWorkbench } from './workbench.ts';

export type ThemeChoice = 'light' | 'dark' | 'auto';

/** Light, dark, or like the system; remembered by the host. */
export function useTheme(): { readonly choice: ThemeChoice; choose(choice: ThemeChoice): void } {
  const { link } = useWorkbench();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return {
    choice: colorScheme,
    choose: (choice) => {
      setColorScheme(choice);
      orNotify(link.client().app.setPreference({ key: 'theme', value: choice }));
    },
  };
}
