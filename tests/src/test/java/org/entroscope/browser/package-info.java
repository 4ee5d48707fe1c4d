/** A headless Chromium without network access, and checks of the pages that it shows. */
package org.entroscope.browser;
