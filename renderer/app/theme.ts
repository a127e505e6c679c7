import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { words } from '../words/words.ts';

/** Mantine in our clothes: its variables point at the tokens of tokens.css, so that a colour is said once. */
export const theme = createTheme({
  primaryColor: 'accent',
  // White on shade 7 is 5.4:1, in light and in dark.
  primaryShade: 7,
  colors: {
    accent: ['#e3f4f7', '#c9e9ef', '#a3d9e3', '#74c5d4', '#3bb6cc', '#1f9db4', '#0f8599', '#0b7285', '#095c6b', '#074854'],
    // Mantine's own red is too bright for white words.
    red: ['#fdecea', '#f9d3d0', '#f2aaa5', '#eb7f78', '#e25a52', '#d6433b', '#cb382f', '#c0302a', '#a12721', '#821e19'],
    dark: ['#e8ebef', '#b2bac5', '#95a0ae', '#6b7684', '#434d5a', '#2b323b', '#20262d', '#1a1e24', '#15181d', '#111418'],
  },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 }, withArrow: false, fz: 12 } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.35 },
        centered: true,
        padding: 'lg',
        radius: 'lg',
        closeButtonProps: { 'aria-label': words.close },
      },
      styles: { title: { fontSize: 'var(--text-lg)', fontWeight: 600 } },
    },
    InputWrapper: {
      styles: { label: { fontSize: 'var(--text-sm)', fontWeight: 600 }, description: { fontSize: 'var(--text-sm)' }, error: { fontSize: 'var(--text-sm)' } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: { defaultProps: { size: 'compact-md' } },
    // Its small arrows are no targets for a finger; the arrow keys count up and down.
    NumberInput: { defaultProps: { hideControls: true } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-faint)',
  '--mantine-color-placeholder': 'var(--text-faint)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-gray-light-color': 'var(--text-soft)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
