/** Alertmanager's configuration, as far as it is used [Alertmanager docs, Configuration]. */

export interface AlertmanagerConfig {
  readonly route: Route;
  readonly inhibit_rules: readonly InhibitRule[];
  readonly receivers: readonly Receiver[];
}

export interface Route {
  readonly receiver?: string;
  /** `severity="critical"`; all must hold. */
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  /** The alert goes on to the next route as well. */
  readonly continue?: boolean;
  readonly routes?: readonly Route[];
}

export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

export interface Receiver {
  readonly name: string;
  readonly slack_configs?: readonly SlackConfig[];
  readonly pagerduty_configs?: readonly PagerdutyConfig[];
  readonly webhook_configs?: readonly WebhookConfig[];
}

interface SlackConfig {
  readonly channel: string;
  readonly api_url_file: string;
  readonly send_resolved: boolean;
  /** `@name` in a text calls the person. */
  readonly link_names: boolean;
  readonly title: string;
  readonly title_link: string;
  readonly text: string;
}

interface PagerdutyConfig {
  readonly routing_key_file: string;
  readonly severity: string;
  readonly description: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

interface WebhookConfig {
  readonly url_file: string;
  readonly send_resolved: boolean;
}
