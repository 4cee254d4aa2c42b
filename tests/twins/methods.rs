//! Methods, associated functions and trait impls.

use super::*;
use crate::plain::methods as plain;

#[derive(Debug)]
struct Account {
    owner: D,
    balance: usize,
    history: Vec<usize>,
}

fn account() -> Account {
    Account { owner: d("owner"), balance: 10, history: vec![] }
}

impl Account {
    const LIMIT: usize = 100;

    #[desugar]
    async fn open(owner: D) -> Self {
        let balance = later(Self::LIMIT).await;
        step(1).await;
        Self { owner, balance, history: Vec::new() }
    }

    #[desugar]
    async fn by_value(self, extra: D) -> usize {
        step(1).await;
        self.owner.touch();
        self.balance
    }

    #[desugar]
    async fn by_mutable_value(mut self, amount: usize) -> Self {
        self.balance += later(amount).await;
        self.owner.rename("renamed");
        self
    }

    #[desugar]
    async fn by_reference(&self, other: &Account) -> usize {
        let a = d("a");
        self.owner.touch();
        let more = later(other.balance).await;
        self.balance + more
    }

    #[desugar]
    async fn by_mutable_reference(&mut self, amount: usize) -> Result<usize, Oops> {
        self.history.push(later(amount).await);
        let last = self.history.last_mut().unwrap();
        *last += 1;
        step(1).await;
        self.balance = self.balance.checked_sub(amount).ok_or(Oops(amount))?;
        let place = self.history.last_mut().unwrap();
        *place += later(1).await;
        Ok(fallible(self.balance)?)
    }

    #[desugar]
    async fn destructured(self) -> usize {
        let Self { owner, balance, .. } = self;
        step(1).await;
        owner.touch().len() + balance
    }

    #[desugar]
    async fn moved_field_by_field(self) -> Vec<usize> {
        drop(self.owner);
        step(1).await;
        self.history
    }

    #[desugar]
    async fn returns_a_field(&self) -> &D {
        step(1).await;
        &self.owner
    }

    #[desugar]
    async fn boxed(self: Box<Self>) -> usize {
        step(1).await;
        self.owner.touch();
        self.balance
    }

    #[desugar]
    async fn pinned(self: Pin<&mut Self>, amount: usize) -> usize {
        let this = self.get_mut();
        this.balance += later(amount).await;
        step(1).await;
        this.balance
    }

    #[desugar]
    async fn pinned_and_borrowed_again(mut self: Pin<&mut Self>) -> usize {
        self.balance += 1;
        let place = &mut self.as_mut().get_mut().balance;
        *place += later(1).await;
        self.as_ref().owner.touch();
        step(2).await;
        self.balance
    }

    #[desugar]
    async fn shared(self: Arc<Self>) -> usize {
        let other = Arc::clone(&self);
        step(1).await;
        Arc::strong_count(&self) + other.balance
    }

    #[desugar]
    async fn shared_and_borrowed(self: &Arc<Self>) -> usize {
        let kept = Arc::clone(self);
        step(1).await;
        drop(kept);
        later(Arc::strong_count(self)).await
    }

    #[desugar]
    async fn calls_others(mut self) -> usize {
        let first = self.by_mutable_reference(4).await.unwrap_or(0);
        let second = self.by_reference(&self).await;
        let sum = Self::LIMIT + Self::helper(first) + second;
        sum + self.by_value(d("extra")).await
    }

    fn helper(number: usize) -> usize {
        call(number)
    }

    #[desugar]
    async fn closures_over_self(&mut self) -> usize {
        let mut add = |number| self.balance += number;
        add(1);
        step(1).await;
        add(later(2).await);
        let read = || self.balance + self.history.len();
        step(2).await;
        read()
    }

    #[desugar]
    async fn nested_items(&self) -> usize {
        struct Other(usize);
        impl Other {
            fn get(&self) -> usize {
                self.0
            }
        }
        let other = Other(later(self.balance).await);
        step(1).await;
        other.get()
    }

    #[desugar]
    async fn block_over_self(&mut self) -> usize {
        async {
            self.balance += later(1).await;
        }
        .await;
        self.balance
    }
}

twin!(open, |driver| {
    driver.drive(|| Account::open(d("owner")));
});
twin!(by_value, |driver| {
    driver.drive(|| account().by_value(d("extra")));
});
twin!(by_mutable_value, |driver| {
    driver.drive(|| account().by_mutable_value(5));
});
twin!(by_reference, |driver| {
    let account = account();
    driver.drive(|| account.by_reference(&account));
});
twin!(by_mutable_reference, |driver| {
    let mut account = account();
    driver.drive(|| account.by_mutable_reference(4));
    driver.drive(|| account.by_mutable_reference(100));
    driver.markers(format!("{account:?}"));
});
twin!(destructured, |driver| {
    driver.drive(|| account().destructured());
});
twin!(moved_field_by_field, |driver| {
    driver.drive(|| account().moved_field_by_field());
});
twin!(returns_a_field, |driver| {
    let account = account();
    driver.drive(|| account.returns_a_field());
});
twin!(boxed, |driver| {
    driver.drive(|| Box::new(account()).boxed());
});
twin!(pinned, |driver| {
    let mut account = account();
    driver.drive(|| Pin::new(&mut account).pinned(5));
});
twin!(pinned_and_borrowed_again, |driver| {
    let mut account = account();
    driver.drive(|| Pin::new(&mut account).pinned_and_borrowed_again());
});
twin!(shared, |driver| {
    driver.drive(|| Arc::new(account()).shared());
});
twin!(shared_and_borrowed, |driver| {
    let account = Arc::new(account());
    driver.drive(|| account.shared_and_borrowed());
});
twin!(calls_others, |driver| {
    driver.drive(|| account().calls_others());
});
twin!(closures_over_self, |driver| {
    let mut account = account();
    driver.drive(|| account.closures_over_self());
});
twin!(nested_items, |driver| {
    let account = account();
    driver.drive(|| account.nested_items());
});
twin!(block_over_self, |driver| {
    let mut account = account();
    driver.drive(|| account.block_over_self());
});
