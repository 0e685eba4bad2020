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

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;
    use std::thread;

    use send_wrapper::SendWrapper;

    /// Of the crate that stands in for the one of this name. In a browser there is one thread.
    #[test]
    fn a_wrapped_value_is_used_and_dropped_on_its_own_thread_only() {
        let value = Rc::new(7);
        let wrapper = SendWrapper::new(Rc::clone(&value));
        assert_eq!(**wrapper, 7);
        let (wrapper, used) = thread::scope(|scope| {
            let elsewhere = scope.spawn(|| {
                let used = catch_unwind(AssertUnwindSafe(|| **wrapper));
                (wrapper, used.is_ok())
            });
            elsewhere.join().unwrap()
        });
        assert!(!used, "another thread does not get at it");
        assert_eq!(Rc::strong_count(&value), 2);
        assert_eq!(*wrapper.take(), 7);
        assert_eq!(Rc::strong_count(&value), 1, "taken once, dropped once");
        let wrapper = SendWrapper::new(Rc::clone(&value));
        let dropped = thread::scope(|scope| scope.spawn(|| drop(wrapper)).join());
        assert!(dropped.is_err(), "nor drops it");
        assert_eq!(Rc::strong_count(&value), 2);
        drop(SendWrapper::new(Rc::clone(&value)));
        assert_eq!(Rc::strong_count(&value), 2);
    }
}
