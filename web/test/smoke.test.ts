import { after, before, describe, it } from 'node:test';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { lookAt } from './support/look-at.ts';

describe('the dashboard', () => {
  let dashboard: Dashboard;
  before(async () => {
    dashboard = await openDashboard();
  });
  after(() => dashboard.close());

  it('opens on the overview after sign-in', async () => {
    const page = await dashboard.signedIn();
    await lookAt(page, 'overview');
  });
});
