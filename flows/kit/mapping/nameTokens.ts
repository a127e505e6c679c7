import { longestSynonym, synonyms } from './synonyms.ts';

/** A name as its words: `MailingPostalCode`, `mailing_postal_code` and `Mailing postal-code` give the same. Accents, `__c` and a lone 1 ("Address 1") are left out. */
export function nameTokens(name: string): readonly string[] {
  return name
    .replace(/__(c|pc|r)$/i, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '' && token !== '1');
}

/** The words with those that mean the same said the same way, the longest first: `zip code` and `PLZ` give `postal code`. */
export function canonicalTokens(tokens: readonly string[]): readonly string[] {
  const canonical: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    let taken = 1;
    let word = tokens[at]!;
    for (let length = Math.min(longestSynonym, tokens.length - at); length > 0; length--) {
      const found = synonyms.get(tokens.slice(at, at + length).join(' '));
      if (found === undefined) continue;
      [taken, word] = [length, found];
      break;
    }
    canonical.push(...word.split(' '));
    at += taken;
  }
  // "Address City" is a city: the street is said only where nothing else of an address is.
  const isPart = canonical.some((token) => addressParts.has(token));
  return [...new Set(isPart ? canonical.filter((token) => token !== 'street') : canonical)];
}

const addressParts = new Set(['city', 'state', 'postal', 'country']);
