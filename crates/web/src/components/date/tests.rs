//! Three boxes.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{BoxWords, DateBoxes, DateBoxesProps, Parts, month_names};
use crate::components::stage::{notes, settle, show};
use crate::intl::{self, DatePart};
use crate::state::Told;

#[wasm_bindgen_test]
async fn boxes_hold_the_parts_and_only_the_wrong_one_is_marked() {
    let value: &Told<_> = Box::leak(Box::new(Told::new(Parts::of_wire("1969-09-19"))));
    let error = RwSignal::new(None);
    let stage = show(move || {
        DateBoxes(DateBoxesProps {
            id: "born",
            legend: "Born".to_owned(),
            notes: notes(error),
            order: [DatePart::Month, DatePart::Day, DatePart::Year],
            words: BoxWords {
                day: "Day".to_owned(),
                month: "Month".to_owned(),
                year: "Year".to_owned(),
            },
            months: Arc::new(month_names(|| intl::months("fr"))),
            value,
            on_input: Rc::new(|| {}),
            on_leave: Rc::new(|| {}),
        })
    });
    assert_eq!(stage.find(".box label").inner_text(), "Month", "in the order given");
    assert_eq!(stage.value("#born-day"), "19");
    assert_eq!(stage.attribute("#born-year", "autocomplete").as_deref(), Some("bday-year"));
    stage.type_into("#born-day", "31", "input");
    stage.type_into("#born-month", "février", "input");
    error.set(Some("no such day".to_owned()));
    settle().await;
    assert_eq!(stage.attribute("#born-day", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(stage.attribute("#born-month", "aria-invalid"), None);
    stage.type_into("#born-year", "1970-12-24", "change");
    settle().await;
    let boxes = ["#born-year", "#born-month", "#born-day"].map(|id| stage.value(id));
    assert_eq!(boxes, ["1970", "12", "24"], "a whole date in one box is split");
}

#[wasm_bindgen_test]
fn the_language_decides_the_order_and_the_names() {
    use DatePart::{Day, Month, Year};
    for (tag, order) in [
        ("en-US", [Month, Day, Year]),
        ("en-GB", [Day, Month, Year]),
        ("zh-Hans", [Year, Month, Day]),
        ("ru", [Day, Month, Year]),
    ] {
        assert_eq!(intl::date_order(tag), order, "{tag}");
    }
    let russian = month_names(|| intl::months("ru"));
    for name in ["сентября", "Сентябрь"] {
        let boxes = Parts { day: "1".into(), month: name.into(), year: "2000".into() };
        assert_eq!(boxes.to_wire(&russian), "2000-09-01", "in a date and alone");
    }
    let french = month_names(|| intl::months("fr"));
    for name in ["février", "FÉVRIER", "fe\u{301}vrier", "fevrier", "Fév."] {
        let boxes = Parts { day: "1".into(), month: name.into(), year: "2000".into() };
        assert_eq!(boxes.to_wire(&french), "2000-02-01", "{name}");
    }
}
