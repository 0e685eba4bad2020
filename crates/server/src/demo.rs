//! The record of the API's published documentation.

use client_profile::{Field, FieldSet};

use crate::store::{Record, Values};
use crate::timestamp::Timestamp;

/// The request of the documentation's example, in its order.
pub const EXAMPLE: [(Field, &str); Field::COUNT] = [
    (Field::FirstName, "API"),
    (Field::LastName, "doge"),
    (Field::ResidenceCountry, "in"),
    (Field::AccountOpeningReason, "hedging"),
    (Field::TaxResidenceCountry, "in"),
    (Field::BirthCountry, "in"),
    (Field::TaxIdentificationNumber, "UX-1989389"),
    (Field::CitizenCountry, "in"),
    (Field::EmploymentStatus, "retired"),
    (Field::DateOfBirth, "1969-09-19"),
    (Field::Gender, "male"),
    (Field::Reason, "api test"),
];

/// The record of the documentation's answer.
pub fn record() -> Record {
    let text = |field| {
        EXAMPLE.iter().find_map(|(known, text)| (*known == field).then_some(*text)).unwrap_or("")
    };
    Record {
        client_id: 79,
        version: 1,
        address_id: None,
        values: Values::collect(FieldSet::PROFILE.iter().map(|field| text(field).into())),
        staff_identifier: None,
        reason: Some(text(Field::Reason).into()),
        // 2024-11-06T03:42:29.865314 and 2024-11-07T03:21:11.595411.
        created_time: Timestamp::from_micros(1_730_864_549_865_314),
        updated_time: Some(Timestamp::from_micros(1_730_949_671_595_411)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_times_are_the_published_ones() {
        let record = record();
        assert_eq!(record.created_time.to_string(), "2024-11-06T03:42:29.865314");
        assert_eq!(record.updated_time.unwrap().to_string(), "2024-11-07T03:21:11.595411");
    }
}
