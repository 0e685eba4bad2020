//! Values that live as long as the page.
//!
//! A Leptos signal is compiled anew for every type it holds. The page's own state has a dozen
//! types and lives as long as the page, so it is held plainly, and one kind of trigger tells of
//! changes: a third of the download is saved.

use std::cell::RefCell;

use leptos::prelude::{ArcTrigger, Notify, Track};
use send_wrapper::SendWrapper;

/// A value that nobody is told of.
pub struct Held<T>(SendWrapper<RefCell<T>>);

impl<T> Held<T> {
    /// Holds a value.
    pub fn new(value: T) -> Self {
        Self(SendWrapper::new(RefCell::new(value)))
    }

    /// Looks at the value. It must not be set meanwhile.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.borrow())
    }

    /// A copy of the value.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.0.borrow().clone()
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        self.0.replace(value);
    }
}

/// A value that tells those who looked at it when it changes.
pub struct Told<T> {
    value: Held<T>,
    changed: ArcTrigger,
}

impl<T> Told<T> {
    /// Holds a value.
    pub fn new(value: T) -> Self {
        Self { value: Held::new(value), changed: ArcTrigger::new() }
    }

    /// Looks at the value, and is told when it changes.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        self.value.with(look)
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.value.with(look)
    }

    /// A copy of the value, and is told when it changes.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.changed.track();
        self.value.get()
    }

    /// A copy of the value as it is now.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.value.get()
    }

    /// Puts another value in its place and tells.
    pub fn set(&self, value: T) {
        self.value.set(value);
        self.changed.notify();
    }

    /// Changes the value and tells.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.0.borrow_mut());
        self.changed.notify();
    }
}

/// Those of the crate that stands in for the one of this name.
#[cfg(test)]
#[path = "../wrapper/src/tests.rs"]
mod wrapper;

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    #[should_panic(expected = "borrowed")]
    fn a_value_is_not_set_while_it_is_looked_at() {
        let held = Held::new(1);
        held.with(|_| held.set(2));
    }
}

#[cfg(all(test, target_family = "wasm"))]
mod in_a_page {
    use std::sync::Arc;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Told;
    use crate::components::stage::{Stage, settle, show};
    use crate::element::{el, follows};

    /// Shows what is read of a value.
    fn shows(
        told: &Arc<Told<u32>>,
        read: impl Fn(&Told<u32>) -> u32 + Send + Sync + 'static,
    ) -> Stage {
        let told = Arc::clone(told);
        show(move || el("p").live_text(follows(move || read(&told).to_string())).view())
    }

    #[wasm_bindgen_test]
    async fn those_who_looked_are_told_of_each_change() {
        let told = Arc::new(Told::new(1));
        let copied = shows(&told, Told::get);
        let looked = shows(&told, |told| told.with(|value| *value));
        let untold = shows(&told, Told::get_untracked);
        let unlooked = shows(&told, |told| told.with_untracked(|value| *value));
        let change =
            [|told: &Told<u32>| told.set(2), |told: &Told<u32>| told.update(|value| *value += 1)];
        for (change, now) in change.into_iter().zip([2, 3]) {
            change(&told);
            settle().await;
            let texts = [&copied, &looked, &untold, &unlooked]
                .map(|stage| stage.find("p").text_content().unwrap());
            assert_eq!(texts, [&now.to_string(), &now.to_string(), "1", "1"]);
            assert_eq!(told.get_untracked(), now);
        }
    }
}
