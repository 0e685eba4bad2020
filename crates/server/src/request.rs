//! What requests have in common, wherever they come from.

use client_profile::{Field, FieldSet, Input, ProfileUpdate};

/// Makes a field that the request does not take an unknown one.
pub fn refuse_others(update: &mut ProfileUpdate<'_>, taken: FieldSet) {
    for field in Field::ALL {
        if !taken.contains(field) && update.get(field) != Input::Missing {
            update.put(field, Input::Missing);
            update.take_unknown(field.name().into());
        }
    }
}
