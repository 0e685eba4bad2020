//! Values of one thread where Rust asks for values that threads may share: as much of the crate
//! `send_wrapper` as Leptos and the page call.
//!
//! That crate asks at each use on which thread it is, and has the standard library make a handle of
//! the thread and a second allocator to keep it: 3 KB of the download, compressed with brotli. A
//! module without shared memory has one thread, which this one knows when it is compiled.
//!
//! The page's `state` takes its tests in: there they run in a browser too, in the branch that ships.

use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
#[cfg(feature = "futures")]
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// A value that only the thread that made it may use or drop; any other one panics.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    home: Thread,
}

// SAFETY: the value is reached through `deref`, `deref_mut`, `take` and `drop` only, and each of them
// panics on every thread but the value's own.
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: the same.
unsafe impl<T> Sync for SendWrapper<T> {}

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
type Thread = std::thread::ThreadId;

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
fn here() -> Thread {
    std::thread::current().id()
}

/// The only thread there is.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
type Thread = ();

#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
fn here() -> Thread {}

impl<T> SendWrapper<T> {
    /// Wraps a value of this thread.
    pub fn new(value: T) -> Self {
        Self { value: ManuallyDrop::new(value), home: here() }
    }

    /// Whether this is the value's thread.
    pub fn valid(&self) -> bool {
        self.home == here()
    }

    /// The value. Panics on another thread.
    #[track_caller]
    pub fn take(self) -> T {
        self.stay_home();
        let mut wrapper = ManuallyDrop::new(self);
        // SAFETY: the wrapper is not dropped, and nothing looks at it any more.
        unsafe { ManuallyDrop::take(&mut wrapper.value) }
    }

    #[track_caller]
    fn stay_home(&self) {
        assert!(self.valid(), "a value was used on a thread that is not its own");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.stay_home();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.stay_home();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    #[track_caller]
    fn drop(&mut self) {
        if std::mem::needs_drop::<T>() {
            // A panic while another one is under way ends the program; the value leaks instead.
            if !self.valid() && std::thread::panicking() {
                return;
            }
            self.stay_home();
            // SAFETY: dropped once, here, on its own thread.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        }
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    fn clone(&self) -> Self {
        Self::new((**self).clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for SendWrapper<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendWrapper").field(&**self).finish()
    }
}

#[cfg(feature = "futures")]
impl<F: Future> Future for SendWrapper<F> {
    type Output = F::Output;

    #[track_caller]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is never moved out of a pinned wrapper: `take` wants it by value.
        unsafe { self.map_unchecked_mut(|wrapper| &mut **wrapper) }.poll(context)
    }
}

#[cfg(feature = "futures")]
impl<S: futures_core::Stream> futures_core::Stream for SendWrapper<S> {
    type Item = S::Item;

    #[track_caller]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        // SAFETY: as above.
        unsafe { self.map_unchecked_mut(|wrapper| &mut **wrapper) }.poll_next(context)
    }
}

#[cfg(test)]
mod tests;
