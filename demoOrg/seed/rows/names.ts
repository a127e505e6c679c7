/** Words the rows are made of. Companies and people are invented; e-mail domains are those reserved for examples. */
export const firstNames = [
  'Ada', 'Amara', 'Anders', 'Anika', 'Beatriz', 'Ben', 'Carla', 'Chen', 'Chloe', 'Daniel', 'Diego', 'Elena', 'Emeka', 'Emma', 'Farid', 'Fiona',
  'Grace', 'Hana', 'Hugo', 'Ines', 'Ivan', 'James', 'Jonas', 'Julia', 'Kenji', 'Lars', 'Layla', 'Leo', 'Lucia', 'Maja', 'Marco', 'Mei', 'Miguel',
  'Nadia', 'Noah', 'Olga', 'Omar', 'Paula', 'Priya', 'Rafael', 'Rosa', 'Samuel', 'Sara', 'Sven', 'Tariq', 'Tess', 'Thomas', 'Uma', 'Victor', 'Yuki',
  'Zoë', 'Łukasz',
];

export const lastNames = [
  'Abebe', 'Adeyemi', 'Alvarez', 'Andersen', 'Baker', 'Becker', 'Bianchi', 'Brandt', 'Carter', 'Chowdhury', 'Costa', 'Dubois', 'Edwards', 'Fischer',
  'Fontaine', 'García', 'Gruber', 'Haddad', 'Hansen', 'Hoffmann', 'Ivanova', 'Jensen', 'Johnson', 'Kaya', 'Keller', 'Kim', 'Kowalski', 'Larsen',
  'Lindqvist', 'López', 'Martin', 'Meyer', 'Moreau', 'Müller', 'Nakamura', 'Novak', "O'Brien", 'Okafor', 'Patel', 'Pereira', 'Petrov', 'Quinn',
  'Rossi', 'Santos', 'Schneider', 'Singh', 'Suzuki', 'Taylor', 'Tran', 'Vargas', 'Weber', 'Williams', 'Wójcik', 'Yılmaz', 'Zhang',
];

export const companyStems = [
  'Alderbrook', 'Amberline', 'Arcwell', 'Bluepeak', 'Brightwater', 'Cedarfield', 'Clearhaven', 'Copperleaf', 'Crestline', 'Dunmore', 'Eastgate',
  'Elmstone', 'Evergrove', 'Fairmont', 'Fernhill', 'Glenrock', 'Goldcrest', 'Greyfriar', 'Harborview', 'Hawkridge', 'Hillcrest', 'Ironbridge',
  'Juniper', 'Kestrel', 'Kingsway', 'Lakeshore', 'Larkspur', 'Maplewood', 'Meridian', 'Millbrook', 'Northwind', 'Oakhurst', 'Orchard', 'Pinecrest',
  'Quarrystone', 'Redwood', 'Ridgeway', 'Riverbend', 'Sablewood', 'Seabright', 'Silverline', 'Stonegate', 'Summerfield', 'Thornbury', 'Tidewater',
  'Valleyforge', 'Westmark', 'Whitecliff', 'Wildmere', 'Windhaven',
];

export const companyKinds = [
  'Industries', 'Logistics', 'Foods', 'Medical', 'Energy', 'Systems', 'Partners', 'Manufacturing', 'Retail', 'Engineering', 'Insurance', 'Media',
];

export const titles = [
  'CEO', 'CFO', 'CTO', 'VP Sales', 'VP Operations', 'Head of Procurement', 'Procurement Manager', 'IT Manager', 'Operations Manager',
  'Marketing Manager', 'Sales Manager', 'Project Manager', 'Buyer', 'Analyst', 'Engineer', 'Facility Manager', 'Office Manager', 'Consultant',
];

export const departments = [
  'Executive', 'Finance', 'Information Technology', 'Operations', 'Procurement', 'Marketing', 'Sales', 'Engineering',
];

export interface Place {
  readonly city: string;
  readonly state: string | null;
  readonly postalCode: string;
  readonly country: string;
  readonly dial: string;
}

export const places: readonly Place[] = [
  { city: 'San Francisco', state: 'CA', postalCode: '94105', country: 'United States', dial: '+1 415' },
  { city: 'Austin', state: 'TX', postalCode: '78701', country: 'United States', dial: '+1 512' },
  { city: 'Chicago', state: 'IL', postalCode: '60601', country: 'United States', dial: '+1 312' },
  { city: 'Boston', state: 'MA', postalCode: '02110', country: 'United States', dial: '+1 617' },
  { city: 'Seattle', state: 'WA', postalCode: '98101', country: 'United States', dial: '+1 206' },
  { city: 'Toronto', state: 'ON', postalCode: 'M5H 2N2', country: 'Canada', dial: '+1 416' },
  { city: 'London', state: null, postalCode: 'EC2V 7HH', country: 'United Kingdom', dial: '+44 20' },
  { city: 'Berlin', state: null, postalCode: '10117', country: 'Germany', dial: '+49 30' },
  { city: 'München', state: 'Bayern', postalCode: '80331', country: 'Germany', dial: '+49 89' },
  { city: 'Paris', state: null, postalCode: '75002', country: 'France', dial: '+33 1' },
  { city: 'Madrid', state: null, postalCode: '28013', country: 'Spain', dial: '+34 91' },
  { city: 'Amsterdam', state: null, postalCode: '1012 JS', country: 'Netherlands', dial: '+31 20' },
  { city: 'Stockholm', state: null, postalCode: '111 20', country: 'Sweden', dial: '+46 8' },
  { city: 'Tokyo', state: null, postalCode: '100-0005', country: 'Japan', dial: '+81 3' },
  { city: 'Sydney', state: 'NSW', postalCode: '2000', country: 'Australia', dial: '+61 2' },
  { city: 'São Paulo', state: 'SP', postalCode: '01310-100', country: 'Brazil', dial: '+55 11' },
];

export const streets = [
  'Market Street', 'Harbour Road', 'Station Road', 'Mill Lane', 'King Street', 'Park Avenue', 'Bridge Street', 'Garden Way', 'Canal Street',
  'Hill Road',
];
