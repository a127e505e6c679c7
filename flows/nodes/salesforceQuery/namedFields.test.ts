import { expect, test } from 'vitest';
import { namedFields } from './namedFields.ts';

test('names the fields of every part of a query, through functions and relationships', () => {
  const soql = `SELECT Id, Account.Name, COUNT(Type) n FROM Opportunity
    WHERE (Name LIKE 'x%' OR CALENDAR_YEAR(CreatedDate) = 2020) AND NOT StageName IN ('Lost', 'Won') AND DISTANCE(Place__c, GEOLOCATION(1, 2), 'mi') < 20
    GROUP BY Id, ROLLUP(Region__c) HAVING COUNT(Probability) > 1 ORDER BY Account.Industry, n DESC`;
  expect(namedFields(soql)).toEqual([
    { object: 'Opportunity', paths: ['Id', 'Account.Name', 'Type', 'Name', 'CreatedDate', 'StageName', 'Place__c', 'Region__c', 'Probability', 'Account.Industry'] },
  ]);
});

test('sub-queries and semi-joins have fields of their own objects', () => {
  expect(namedFields('SELECT Id, (SELECT LastName FROM Contacts WHERE Email != null) FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Owner.Alias = \'x\')')).toEqual([
    { object: 'Account', paths: ['Id'] },
    { object: 'Contacts', parent: 'Account', paths: ['LastName', 'Email'] },
    { object: 'Contact', paths: ['AccountId', 'Owner.Alias'] },
  ]);
});

test('FIELDS() and COUNT() name none; of TYPEOF the reference alone; a text that is no query gives nothing', () => {
  expect(namedFields('SELECT FIELDS(STANDARD) FROM Account LIMIT 1')).toEqual([{ object: 'Account', paths: [] }]);
  expect(namedFields('SELECT COUNT() FROM Account WHERE Industry = \'x\'')).toEqual([{ object: 'Account', paths: ['Industry'] }]);
  expect(namedFields('SELECT TYPEOF What WHEN Account THEN Phone ELSE Id END FROM Event')).toEqual([{ object: 'Event', paths: ['What'] }]);
  expect(namedFields('SELECT FROM')).toBeUndefined();
});
