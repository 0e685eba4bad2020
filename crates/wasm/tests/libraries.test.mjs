// Real libraries that take a Standard Schema, with this package's.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sValidator } from '@hono/standard-validator';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { FieldApi, FormApi } from '@tanstack/form-core';
import { initTRPC } from '@trpc/server';
import { Hono } from 'hono';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { useForm } from 'react-hook-form';

import { profileSchema } from '../pkg/index.js';
import { EXAMPLE } from './example.mjs';

const BAD = { ...EXAMPLE, gender: 'none' };
const WORDS = 'Choose your gender from the list';

test('React Hook Form', async () => {
  let form;
  function Form() {
    form = useForm({ defaultValues: BAD, resolver: standardSchemaResolver(profileSchema) });
    for (const name of Object.keys(EXAMPLE)) form.register(name);
    return createElement('form');
  }
  renderToString(createElement(Form));
  const submit = () =>
    new Promise((resolve) => form.handleSubmit((values) => resolve({ values }), (errors) => resolve({ errors }))());
  const { errors } = await submit();
  assert.deepEqual(Object.keys(errors), ['gender']);
  assert.equal(errors.gender.message, WORDS);
  form.setValue('gender', ' MALE ');
  assert.deepEqual(await submit(), { values: EXAMPLE });
});

test('TanStack Form', async () => {
  const submitted = [];
  const form = new FormApi({
    defaultValues: BAD,
    validators: { onChange: profileSchema },
    onSubmit: ({ value }) => submitted.push(value),
  });
  form.mount();
  const gender = new FieldApi({ form, name: 'gender' });
  gender.mount();
  gender.handleChange('unsaid');
  assert.equal(gender.state.meta.errors[0].message, WORDS);
  gender.handleChange('male');
  assert.deepEqual(gender.state.meta.errors, []);
  await form.handleSubmit();
  assert.deepEqual(submitted, [EXAMPLE]);
});

test('tRPC', async () => {
  const t = initTRPC.create();
  const router = t.router({ save: t.procedure.input(profileSchema).mutation(({ input }) => input) });
  const caller = router.createCaller({});
  assert.deepEqual(await caller.save({ ...EXAMPLE, gender: 'Male' }), EXAMPLE);
  await assert.rejects(caller.save(BAD), ({ code, cause }) => {
    assert.equal(code, 'BAD_REQUEST');
    assert.equal(cause.issues[0].message, WORDS);
    return true;
  });
});

test('Hono', async () => {
  const app = new Hono();
  app.put('/profile', sValidator('json', profileSchema), (c) => c.json(c.req.valid('json')));
  const put = (profile) =>
    app.request('/profile', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(profile),
    });
  const good = await put(EXAMPLE);
  assert.equal(good.status, 200);
  assert.deepEqual(await good.json(), EXAMPLE);
  const bad = await put(BAD);
  assert.equal(bad.status, 400);
  assert.match(await bad.text(), new RegExp(WORDS));
});
