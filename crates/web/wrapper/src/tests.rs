//! The wrapper.

use std::rc::Rc;

use super::SendWrapper;

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_family = "wasm"), test)]
fn a_value_is_taken_once_or_dropped_once() {
    let value = Rc::new(7);
    let wrapper = SendWrapper::new(Rc::clone(&value));
    assert_eq!((**wrapper, Rc::strong_count(&value)), (7, 2));
    assert_eq!(*wrapper.take(), 7);
    assert_eq!(Rc::strong_count(&value), 1, "taken, and not dropped again");
    let wrapper = SendWrapper::new(Rc::clone(&value));
    let other = wrapper.clone();
    assert_eq!(Rc::strong_count(&value), 3);
    drop(wrapper);
    assert_eq!((**other, Rc::strong_count(&value)), (7, 2));
    drop(other);
    assert_eq!(Rc::strong_count(&value), 1);
}

/// In a browser there is one thread.
#[cfg(not(target_family = "wasm"))]
#[test]
fn it_is_used_and_dropped_on_its_own_thread_only() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;

    let value = Rc::new(7);
    let wrapper = SendWrapper::new(Rc::clone(&value));
    let (wrapper, used) = thread::scope(|scope| {
        let elsewhere = scope.spawn(|| {
            let used = catch_unwind(AssertUnwindSafe(|| **wrapper));
            (wrapper, used.is_ok())
        });
        elsewhere.join().unwrap()
    });
    assert!(!used, "another thread does not get at it");
    assert_eq!(**wrapper, 7);
    let dropped = thread::scope(|scope| scope.spawn(|| drop(wrapper)).join());
    assert!(dropped.is_err(), "nor drops it");
    assert_eq!(Rc::strong_count(&value), 2);
}
