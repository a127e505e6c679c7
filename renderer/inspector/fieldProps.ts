import type { NodeDefinition, Upstream } from '../../flows/kit/defineNode.ts';
import type { Problem } from '../../flows/kit/errors.ts';
import type { FieldDescription } from '../../flows/kit/fields.ts';

/** What a control gets: its field, the value, and what it needs of the node around it. */
export interface FieldProps {
  readonly node: string;
  readonly definition: NodeDefinition;
  readonly field: FieldDescription;
  readonly value: unknown;
  /** All settings of the node, with the defaults of those not set. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The columns that come in, by in-port. */
  readonly upstream: Upstream;
  /** What the check says of this field. */
  readonly problems: readonly Problem[];
  /** The id of the control's main element, for its label. */
  readonly id: string;
  /** The id of the text that says what is wrong or what the field is for. */
  readonly describedBy: string | undefined;
  readonly onChange: (value: unknown) => void;
}
