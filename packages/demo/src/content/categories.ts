/** The demo's tree of categories with its skills: `slug: name / synonym / synonym`. */

export interface DemoCategory {
  id: string;
  name: string;
  description: string;
  parentId: string | null;
  skills: { id: string; name: string; synonyms: string[] }[];
}

const category = (
  id: string,
  name: string,
  description: string,
  skills: Record<string, string>,
  parentId: string | null = null,
): DemoCategory => ({
  id,
  name,
  description,
  parentId,
  skills: Object.entries(skills).map(([slug, said]) => {
    const [skill = slug, ...synonyms] = said.split(" / ");
    return { id: slug, name: skill, synonyms };
  }),
});

export const categories: DemoCategory[] = [
  category("web-development", "Web development", "Sites, web applications and the services behind them.", {
    typescript: "TypeScript / TS / JavaScript",
    react: "React / React.js / ReactJS",
    "node.js": "Node.js / Node / NodeJS",
    php: "PHP / Laravel / Symfony",
    wordpress: "WordPress / WP",
    postgresql: "PostgreSQL / Postgres",
    css: "CSS / Sass / Tailwind",
    aws: "AWS / Amazon Web Services / Lambda",
    accessibility: "Accessibility / WCAG / a11y",
  }),
  category(
    "ecommerce",
    "E-commerce",
    "Shops, checkouts, catalogues and the systems they talk to.",
    {
      shopify: "Shopify / Shopify Plus / Liquid",
      woocommerce: "WooCommerce / Woo",
      magento: "Magento / Adobe Commerce",
      "payment-integration": "Payment integration / Stripe / Adyen",
      "product-feeds": "Product feeds / Merchant Center",
      "conversion-optimisation": "Conversion optimisation / CRO / A/B testing",
    },
    "web-development",
  ),
  category("mobile-apps", "Mobile apps", "iOS, Android and everything that runs on both.", {
    swift: "Swift / SwiftUI / iOS",
    kotlin: "Kotlin / Jetpack Compose / Android",
    flutter: "Flutter / Dart",
    "react-native": "React Native / Expo",
    "app-store-release": "App store release / App Store / Google Play",
    "push-notifications": "Push notifications / FCM / APNs",
    bluetooth: "Bluetooth / BLE",
  }),
  category("data-and-ai", "Data and AI", "Pipelines, dashboards, forecasts and models that earn their keep.", {
    python: "Python / pandas",
    sql: "SQL / BigQuery / Snowflake",
    "machine-learning": "Machine learning / ML / scikit-learn",
    "power-bi": "Power BI / Looker / Tableau",
    dbt: "dbt / data modelling",
    nlp: "Natural language processing / NLP / LLM",
    "web-scraping": "Web scraping / crawling",
    statistics: "Statistics / R / forecasting",
  }),
  category("design", "Design", "Graphics, brands and illustration for print and screen.", {
    "graphic-design": "Graphic design / layout",
    illustration: "Illustration / drawing",
    "logo-design": "Logo design / visual identity",
    indesign: "InDesign / editorial design",
    illustrator: "Illustrator / vector graphics",
    packaging: "Packaging / label design",
    photoshop: "Photoshop / retouching",
  }),
  category(
    "ui-ux-design",
    "UI and UX design",
    "Research, flows, prototypes and design systems.",
    {
      figma: "Figma / prototyping",
      "user-research": "User research / interviews",
      "design-systems": "Design systems / component libraries",
      wireframing: "Wireframing / user flows",
      "usability-testing": "Usability testing / UX audit",
      "interaction-design": "Interaction design / micro-interactions",
    },
    "design",
  ),
  category("writing", "Writing and editing", "Words that explain, persuade or simply read well.", {
    copywriting: "Copywriting / copy",
    editing: "Editing / copy-editing",
    proofreading: "Proofreading / lectorate",
    "technical-writing": "Technical writing / documentation",
    ghostwriting: "Ghostwriting / speeches",
    "grant-writing": "Grant writing / proposals",
    "seo-writing": "SEO writing / content writing",
  }),
  category(
    "translation",
    "Translation",
    "Translation, localisation and subtitles by people who live in the language.",
    {
      "english-german": "English–German / German",
      "english-french": "English–French / French",
      "english-spanish": "English–Spanish / Spanish",
      "english-japanese": "English–Japanese / Japanese",
      "english-portuguese": "English–Portuguese / Portuguese",
      localisation: "Localisation / l10n / i18n",
      subtitling: "Subtitling / SRT / captions",
    },
    "writing",
  ),
  category("marketing", "Marketing", "Being found, being understood and being remembered.", {
    seo: "SEO / search engine optimisation",
    "google-ads": "Google Ads / AdWords / PPC",
    "social-media": "Social media / Instagram / LinkedIn",
    "email-marketing": "E-mail marketing / newsletters / Klaviyo",
    "web-analytics": "Web analytics / GA4 / Matomo",
    "content-strategy": "Content strategy / editorial planning",
    "market-research": "Market research / surveys",
  }),
  category("video-and-audio", "Video and audio", "Editing, animation, sound and voices.", {
    "video-editing": "Video editing / Premiere / DaVinci Resolve",
    "motion-graphics": "Motion graphics / After Effects",
    "sound-design": "Sound design / mixing",
    "podcast-production": "Podcast production / podcast editing",
    "voice-over": "Voice-over / narration",
    "3d-animation": "3D animation / Blender",
    "colour-grading": "Colour grading / grading",
  }),
  category("accounting-and-law", "Accounting and law", "Books, taxes, contracts and the small print.", {
    bookkeeping: "Bookkeeping / accounting",
    "vat-returns": "VAT returns / OSS / sales tax",
    "financial-modelling": "Financial modelling / Excel models",
    "contract-drafting": "Contract drafting / contracts",
    "data-protection": "Data protection / GDPR / privacy",
    trademarks: "Trademarks / intellectual property",
    payroll: "Payroll / wages",
  }),
  category("engineering", "Engineering and architecture", "From a bracket to a building, drawn and calculated.", {
    solidworks: "SolidWorks / CAD",
    autocad: "AutoCAD / 2D drawings",
    revit: "Revit / BIM",
    "structural-analysis": "Structural analysis / statics",
    "pcb-design": "PCB design / KiCad / Altium",
    "embedded-c": "Embedded C / firmware / STM32",
    "3d-rendering": "3D rendering / visualisation",
  }),
  category("admin-support", "Admin and support", "The work that keeps everybody else working.", {
    "virtual-assistance": "Virtual assistance / VA",
    "customer-support": "Customer support / help desk / Zendesk",
    "data-entry": "Data entry / data cleaning",
    "project-coordination": "Project coordination / project management",
    "travel-planning": "Travel planning / itineraries",
    transcription: "Transcription / minutes",
    recruiting: "Recruiting / sourcing",
  }),
];
