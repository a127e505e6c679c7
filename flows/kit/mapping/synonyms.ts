/**
 * What people call the same thing in lists of customers, contacts, deals, cases and products: first the word Sluice compares by, then the
 * others, in English, German, French and Spanish. Written as `nameTokens` cuts names: lower case, no accents, single blanks.
 */
const groups: readonly (readonly string[])[] = [
  ['first name', 'firstname', 'fname', 'given name', 'givenname', 'forename', 'vorname', 'prenom', 'nombre', 'name first'],
  ['last name', 'lastname', 'lname', 'surname', 'family name', 'familyname', 'nachname', 'familienname', 'nom', 'nom de famille', 'apellido', 'apellidos', 'name last'],
  ['middle name', 'middlename', 'second name', 'middle initial'],
  ['name', 'full name', 'fullname', 'complete name'],
  ['salutation', 'anrede', 'honorific', 'prefix', 'name prefix', 'civilite', 'tratamiento'],
  ['title', 'job title', 'jobtitle', 'position', 'role', 'job', 'job position', 'funktion', 'fonction', 'poste', 'cargo', 'puesto', 'titel'],
  ['department', 'dept', 'abteilung', 'departement', 'departamento'],
  ['company', 'company name', 'companyname', 'account name', 'organization', 'organisation', 'organization name', 'organisation name', 'employer', 'business name', 'firma', 'firmenname', 'unternehmen', 'societe', 'entreprise', 'empresa', 'raison sociale'],
  ['email', 'e mail', 'email address', 'e mail address', 'emailaddress', 'mail', 'mail address', 'emailadresse', 'e mail adresse', 'mailadresse', 'courriel', 'adresse email', 'adresse mail', 'correo', 'correo electronico', 'e mail value'],
  ['phone', 'telephone', 'tel', 'phone number', 'phonenumber', 'phone no', 'tel no', 'telephone number', 'phone value', 'telefon', 'telefonnummer', 'telefono', 'business phone', 'work phone', 'office phone', 'main phone', 'company phone', 'telephone fixe'],
  ['mobile', 'mobile phone', 'mobilephone', 'mobile number', 'mobile phone number', 'cell', 'cell phone', 'cellphone', 'cell number', 'handy', 'handynummer', 'mobil', 'mobilnummer', 'mobiltelefon', 'gsm', 'portable', 'telephone portable', 'movil', 'telefono movil'],
  ['fax', 'fax number', 'telefax', 'faxnummer', 'business fax'],
  ['website', 'web site', 'web page', 'webpage', 'web', 'homepage', 'url', 'website url', 'webseite', 'site web', 'sitio web', 'internet', 'company domain name'],
  ['street', 'address', 'street address', 'streetaddress', 'address line', 'street line', 'addr', 'addr line', 'adresse', 'strasse', 'straße', 'rue', 'calle', 'direccion', 'domicilio'],
  ['city', 'town', 'locality', 'ort', 'stadt', 'ville', 'ciudad', 'localidad'],
  ['state', 'province', 'state province', 'state region', 'region', 'bundesland', 'provincia', 'state or province'],
  ['postal code', 'postalcode', 'zip', 'zip code', 'zipcode', 'zip postal code', 'postcode', 'post code', 'plz', 'postleitzahl', 'code postal', 'codigo postal'],
  ['country', 'land', 'pays', 'pais', 'country name', 'country region'],
  ['annual revenue', 'annualrevenue', 'revenue', 'yearly revenue', 'turnover', 'annual turnover', 'umsatz', 'jahresumsatz', 'chiffre d affaires', 'facturacion'],
  ['employees', 'number of employees', 'no of employees', 'num employees', 'employee count', 'headcount', 'company size', 'mitarbeiter', 'mitarbeiterzahl', 'anzahl mitarbeiter', 'effectif', 'empleados'],
  ['industry', 'branche', 'sector', 'secteur', 'vertical', 'business sector', 'industrie', 'sector industrial'],
  ['lead source', 'leadsource', 'source', 'original source', 'utm source', 'referrer', 'how did you hear about us', 'quelle', 'herkunft', 'origine', 'fuente'],
  ['description', 'notes', 'note', 'comment', 'comments', 'remark', 'remarks', 'beschreibung', 'bemerkung', 'bemerkungen', 'notiz', 'notizen', 'commentaire', 'commentaires', 'observaciones', 'comentario', 'comentarios', 'descripcion', 'message', 'details', 'additional information'],
  ['birthdate', 'birth date', 'birthday', 'date of birth', 'dob', 'geburtsdatum', 'geburtstag', 'date de naissance', 'fecha de nacimiento'],
  ['account number', 'account no', 'acct number', 'acct no', 'customer number', 'customer no', 'client number', 'kundennummer', 'kunden nr', 'numero client', 'numero de cliente', 'debitor number'],
  ['external key', 'external id', 'key', 'ext id', 'legacy id', 'record key', 'external reference', 'import id', 'source id', 'foreign id'],
  ['amount', 'value', 'deal value', 'deal amount', 'opportunity amount', 'deal size', 'betrag', 'summe', 'wert', 'montant', 'importe', 'total value'],
  ['close date', 'closedate', 'closing date', 'expected close date', 'expected close', 'estimated close date', 'forecast close date', 'abschlussdatum', 'date de cloture', 'fecha de cierre'],
  ['stage', 'stage name', 'deal stage', 'pipeline stage', 'sales stage', 'phase', 'verkaufsphase', 'etape', 'etapa'],
  ['probability', 'win probability', 'chance', 'likelihood', 'wahrscheinlichkeit', 'probabilite', 'probabilidad'],
  ['next step', 'nextstep', 'next action', 'next activity', 'nachster schritt', 'prochaine etape'],
  ['subject', 'betreff', 'summary', 'sujet', 'asunto', 'topic'],
  ['priority', 'prio', 'prioritat', 'priorite', 'prioridad', 'urgency', 'severity'],
  ['origin', 'channel', 'contact channel', 'case origin', 'kanal', 'canal'],
  ['reason', 'case reason', 'cause', 'grund'],
  ['product code', 'productcode', 'sku', 'item number', 'item no', 'item code', 'article number', 'artikelnummer', 'part number', 'material number', 'product sku', 'referencia'],
  ['product name', 'item name', 'article name', 'artikelbezeichnung', 'product title', 'produkt', 'produktname'],
  ['family', 'product family', 'product category', 'category', 'warengruppe', 'kategorie'],
  ['quantity', 'qty', 'menge', 'anzahl', 'cantidad', 'quantite'],
  ['unit price', 'price', 'list price', 'preis', 'einzelpreis', 'prix', 'precio', 'sales price', 'unit cost'],
  ['active', 'is active', 'isactive', 'enabled', 'aktiv', 'actif', 'activo'],
  ['email opt out', 'has opted out of email', 'unsubscribed', 'opted out', 'opt out', 'do not email', 'unsubscribed from all email', 'newsletter opt out'],
  ['do not call', 'donotcall', 'dnc', 'no calls'],
  ['reports to', 'manager', 'supervisor'],
  ['billing', 'invoice', 'rechnung', 'rechnungs', 'facturation', 'facturacion address'],
  ['shipping', 'delivery', 'ship to', 'lieferung', 'liefer', 'livraison', 'envio'],
  ['start date', 'startdate', 'begin date', 'startdatum', 'beginn'],
  ['end date', 'enddate', 'finish date', 'enddatum', 'ende'],
  ['due date', 'duedate', 'deadline', 'activity date', 'faellig am', 'fallig am', 'falligkeit'],
  ['status', 'zustand', 'estado', 'statut'],
];

/** Each way to say a thing → the word it is compared by. */
export const synonyms: ReadonlyMap<string, string> = new Map(groups.flatMap(([first, ...others]) => others.map((other) => [other, first!] as const)));

/** The most words any of them has. */
export const longestSynonym = Math.max(...[...synonyms.keys()].map((phrase) => phrase.split(' ').length));

/** Words that say whose or which one, where there is one as a rule: missing on one side they cost little. */
export const weakWords: ReadonlySet<string> = new Set(['mailing', 'billing', 'primary', 'main', 'business', 'work', 'office', 'contact', 'person', 'customer', 'client', 'company', 'hq', 'current', 'default', 'standard', 'your', 'the', 'of', 'code', 'eur', 'usd', 'gbp']);

/** What other systems call an object of Salesforce, beside its own name: "Deal Stage" is the stage. */
export const objectNames: Readonly<Record<string, readonly string[]>> = {
  Account: ['customer', 'client', 'company'],
  Opportunity: ['deal'],
  Case: ['ticket', 'issue', 'requester'],
  Product2: ['item', 'article'],
};
