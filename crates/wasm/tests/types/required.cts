// The same types where the package is required.

import profile = require('client-profile');
import slim = require('client-profile/slim');
import english = require('client-profile/locales/en');

const result = profile.validate({});
if (!result.issues) result.value.gender satisfies 'male' | 'female' | 'other';
profile.setMessages(english);
profile.setMessages(english.default);
slim.initSync(new Uint8Array());
// @ts-expect-error there is no such field
profile.validateField('nickname', '');
