/** Values that structured clone knows, as JSON text and back. */
export interface Codec {
  readonly pack: (value: unknown) => unknown;
  readonly unpack: (packed: unknown) => unknown;
}

/**
 * Makes the codec. Both the page and the stand-in's main process use it; the page gets this function as source text, so it uses nothing
 * from outside itself. Plain JSON values stay as they are, everything else is an array that begins with its tag.
 */
export function makeCodec(): Codec {
  const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const fromBase64 = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  const cannot = () => new DOMException('An object could not be cloned.', 'DataCloneError');

  const packObject = (value: object): unknown => {
    if (Array.isArray(value)) return ['array', value.map(pack)];
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof Map) return ['map', [...value].map(([key, item]) => [pack(key), pack(item)])];
    if (value instanceof Set) return ['set', [...value].map(pack)];
    if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name in views ? value.constructor.name : 'Uint8Array';
      return ['view', name, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
    }
    if (value instanceof Error) return ['error', value.name, value.message, value.stack ?? ''];
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw cannot();
    // An object of a class loses its prototype, as in structured clone.
    return ['object', Object.entries(value).map(([key, item]) => [key, pack(item)])];
  };

  const pack = (value: unknown): unknown => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
      case 'undefined':
        return ['undefined'];
      case 'bigint':
        return ['bigint', String(value)];
      case 'object':
        return value === null ? null : packObject(value);
      default:
        throw cannot();
    }
  };

  const unpack = (packed: unknown): unknown => {
    if (!Array.isArray(packed)) return packed;
    const [tag, first, second, third] = packed as [string, unknown, unknown, unknown];
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(first);
      case 'bigint':
        return BigInt(String(first));
      case 'array':
        return (first as unknown[]).map(unpack);
      case 'date':
        return new Date(first as number);
      case 'map':
        return new Map((first as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]));
      case 'set':
        return new Set((first as unknown[]).map(unpack));
      case 'buffer':
        return fromBase64(first as string);
      case 'view':
        return new views[first as string]!(fromBase64(second as string));
      case 'error':
        return Object.assign(new Error(second as string), { name: first as string, stack: third as string });
      case 'object':
        return Object.fromEntries((first as [string, unknown][]).map(([key, item]) => [key, unpack(item)]));
      default:
        throw new Error(`The stand-in's codec does not know "${tag}".`);
    }
  };
  return { pack, unpack };
}
