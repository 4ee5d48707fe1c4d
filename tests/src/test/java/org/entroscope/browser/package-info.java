/** What a reader's browser shows: a headless Chromium without network, and pages judged in it. */
package org.entroscope.browser;
