import { Dialog } from './Dialog.tsx';
import { SearchList, type SearchItem } from './SearchList.tsx';

interface Props {
  readonly label: string;
  readonly items: readonly SearchItem[];
  readonly nothing: (text: string) => string;
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
}

/** A search list on its own layer, near the top of the window. */
export function SearchDialog({ label, onClose, ...list }: Props) {
  return (
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      transitionProps={{ duration: 0 }}
      centered={false}
      yOffset="14vh"
      size={560}
      padding={0}
      radius="lg"
      attributes={{ content: { 'aria-label': label } }}
    >
      <SearchList label={label} {...list} />
    </Dialog>
  );
}
