// Mounts the Svelte form.

import { mount } from "svelte";

import Profile from "./Profile.svelte";

mount(Profile, { target: document.getElementById("app") });
