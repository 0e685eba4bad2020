-- What a database of the first migration held.
INSERT INTO clients (id, created_time) VALUES (1, '2024-11-06T03:42:29.865314');
INSERT INTO profiles VALUES (1, 1, NULL, 'Kept', 'doge', 'in', 'hedging', 'in', 'in', 'UX-1989389',
    'in', 'retired', '1969-09-19', 'male', NULL, NULL, '2024-11-06T03:42:29.865314', NULL);
INSERT INTO history VALUES (1, 1, '2024-11-06T03:42:29.865314', 'token:1', NULL, NULL,
    '{"first_name":"Kept","last_name":"doge","residence_country":"in","account_opening_reason":"hedging","tax_residence_country":"in","birth_country":"in","tax_identification_number":"UX-1989389","citizen_country":"in","employment_status":"retired","date_of_birth":"1969-09-19","gender":"male"}');
